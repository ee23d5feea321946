import { randomUUID } from "node:crypto";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { openConsole } from "../harness/console.ts";
import type { TestConsole } from "../harness/console.ts";
import { command, feedSecret, sendFeed, signIn, startDesk } from "../harness/desk.ts";
import type { Credential, Desk } from "../harness/desk.ts";
import { raiseGold, sendGold, sendMoment } from "../harness/react.ts";
import { layWire } from "./flaky-wire.ts";
import type { FlakyWire } from "./flaky-wire.ts";
import { armFirst, axeFindings, dwell, openBrowser, openScreen, rowOf, shows } from "./screen.ts";
import type { Screen } from "./screen.ts";

let wire: FlakyWire;
let desk: Desk;
let browser: Browser;
let cookie: Credential;
/** A console without a screen, to know when the desk itself has something. */
let witness: TestConsole;
const open: Screen[] = [];

beforeAll(async () => {
  wire = await layWire();
  desk = await startDesk();
  wire.reach(desk.port);
  browser = await openBrowser(desk, wire);
});

afterAll(async () => {
  await browser?.close();
  await desk?.stop();
  await wire?.close();
});

beforeEach(async () => {
  cookie ??= await signIn(desk);
  witness = openConsole(desk, cookie);
  await witness.until("the desk", ({ state }) => state !== null);
});

afterEach(async () => {
  wire.mend();
  witness.close();
  const screens = open.splice(0);
  const faults = screens.flatMap((each) => each.faults);
  await Promise.all(screens.map((each) => each.context.close()));
  expect(faults).toEqual([]);
});

async function screen(): Promise<Screen> {
  const opened = await openScreen(browser, desk, cookie);
  open.push(opened);
  return opened;
}

async function chosenGold(page: Screen["page"]) {
  const moment = await raiseGold(desk, witness);
  await rowOf(page, moment.id).click();
  await page.locator("#headline").waitFor();
  return moment;
}

/** The receipts of the newest public post. */
function receiptsOn(page: Screen["page"]) {
  return page.locator("[data-section=public] [data-post]").first().locator("a");
}

/** A result whose winner has no mark: what a feed sends before the timing is in. */
async function raiseResultWithoutMark(): Promise<string> {
  const data = {
    key: randomUUID(),
    kind: "result",
    headline: { fr: "100 m femmes : Ana Ferrol en tête", en: "Women’s 100 m: Ana Ferrol first" },
    participants: [{ code: "1", name: "Ana Ferrol", familyName: "Ferrol", gender: "W" }],
    facts: {
      eventName: { fr: "100 m femmes", en: "Women’s 100 m" },
      phase: { fr: "finale", en: "final" },
    },
  };
  const body = JSON.stringify({
    specversion: "1.0",
    id: randomUUID(),
    source: "tests",
    type: "rebond.moment",
    data,
  });
  const feed = { name: "rebond", secret: await feedSecret(desk, "rebond") };
  const response = await sendFeed(desk, feed, {
    body,
    contentType: "application/cloudevents+json",
  });
  expect(response.status).toBe(202);
  const find = () => witness.state?.moments.find(({ kind }) => kind === "result");
  await witness.until("the result is on the desk", () => find() !== undefined);
  return find()!.id;
}

test("moments arrive, wait behind the pill, and the selection never moves by itself", async () => {
  const { page } = await screen();
  const moment = await chosenGold(page);
  const before = await rowOf(page, moment.id).boundingBox();
  for (let each = 0; each < 20; each += 1) await raiseGold(desk, witness);
  await page.getByRole("button", { name: /20 nouveaux moments/ }).waitFor();
  expect(await page.locator("article[aria-current=true]").getAttribute("data-moment")).toBe(
    moment.id,
  );
  const { y } = (await rowOf(page, moment.id).boundingBox())!;
  // The pill itself takes room once; the rows then stay where they are.
  await raiseGold(desk, witness);
  await page.getByRole("button", { name: /21 nouveaux moments/ }).waitFor();
  expect((await rowOf(page, moment.id).boundingBox())!.y).toBe(y);
  expect(y - before!.y).toBeLessThan(60);
  await page.keyboard.press("Home");
  await page.getByRole("button", { name: /nouveaux moments/ }).waitFor({ state: "detached" });
  expect(await page.locator("main [data-version]").count()).toBe(1);
  expect(await page.locator("#headline").innerText()).toBe(moment.headline.fr);
});

test("a reaction fired by keyboard shows its receipt on two consoles", async () => {
  const [{ page: mine }, { page: theirs }] = [await screen(), await screen()];
  await chosenGold(mine);
  await armFirst(mine);
  const text = await mine.locator("[data-text]").first().innerText();
  await mine.keyboard.press("Enter");
  await theirs.locator("[data-section=undoable] li").waitFor();
  for (const page of [mine, theirs])
    await shows(page, "four receipts", async () => (await receiptsOn(page).count()) === 4);
  const [receipt] = await Promise.all([
    mine.context().waitForEvent("page"),
    receiptsOn(mine).first().click(),
  ]);
  await receipt.waitForLoadState();
  expect((await receipt.locator("body").innerText()).replaceAll(/\s+/g, " ")).toContain(
    text.replaceAll(/\s+/g, " ").slice(0, 40),
  );
});

test("Enter publishes only a deliberate press on the desk, and five presses are one post", async () => {
  const { page } = await screen();
  await chosenGold(page);
  const posts = (): number => witness.state!.posts.length;
  const start = posts();
  await armFirst(page);

  await page.evaluate(() => {
    document.body.insertAdjacentHTML(
      "beforeend",
      '<div id="odd"><input><textarea></textarea><p contenteditable="true">x</p><select><option>x</option></select></div>',
    );
  });
  for (const field of ["input", "textarea", "p", "select"]) {
    await page.locator(`#odd ${field}`).focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Space");
  }
  await page.evaluate(() => document.querySelector("#odd")?.remove());
  await page.locator("[data-lens=all]").focus();
  await page.keyboard.press("Enter");
  await page.locator("[data-fire]").focus();
  await page.keyboard.press("Space");
  await page.evaluate(() => {
    for (const odd of [{ repeat: true }, { isComposing: true }]) {
      document.body.dispatchEvent(
        new KeyboardEvent("keydown", {
          key: "Enter",
          code: "Enter",
          bubbles: true,
          cancelable: true,
          ...odd,
        }),
      );
    }
  });
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Tab");
  await page.evaluate(() => document.querySelector("dialog")?.focus());
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.locator("[data-fire][data-ready=true]").waitFor();
  // Anything fired by mistake would be known to the server before this answer.
  await raiseGold(desk, witness);
  expect(posts()).toBe(start);

  await page.locator("[data-fire]").focus();
  for (let press = 0; press < 5; press += 1) await page.keyboard.press("Enter");
  await page.locator("[data-section=undoable] li").waitFor();
  await page.keyboard.press("z");
  await page.locator("[data-section=undoable] li").waitFor({ state: "detached" });
  await raiseGold(desk, witness);
  expect(posts()).toBe(start + 1);
});

test("on a French keyboard the digit row arms without Shift, and Enter in the same breath does not publish", async () => {
  const { page } = await screen();
  await chosenGold(page);
  const start = witness.state!.posts.length;
  await page.evaluate(() => {
    const press = (type: string, key: string, code: string) =>
      document.body.dispatchEvent(
        new KeyboardEvent(type, { key, code, bubbles: true, cancelable: true }),
      );
    press("keydown", "&", "Digit1");
    press("keydown", "Enter", "Enter");
    press("keyup", "&", "Digit1");
  });
  await page.locator("[data-fire][data-ready=true]").waitFor();
  await raiseGold(desk, witness);
  expect(witness.state!.posts.length).toBe(start);
});

test("a moment corrected while a reaction is armed disarms it and shows before and after", async () => {
  const { page } = await screen();
  const key = randomUUID();
  const moment = await raiseGold(desk, witness, { key, result: "10.81" });
  await rowOf(page, moment.id).click();
  await armFirst(page);
  await sendGold(desk, key, "10.72");
  const notice = page.getByRole("alert");
  await notice.waitFor();
  expect(await notice.innerText()).toMatch(/version 1 → 2[\s\S]*10\.81 → .*10\.72/);
  await page.keyboard.press("Enter");
  await page.locator("[data-fire][data-ready=false]").waitFor();
  expect(await rowOf(page, moment.id).innerText()).toContain("10.72");
});

test("a template whose value is missing names it and cannot be fired", async () => {
  const { page } = await screen();
  const id = await raiseResultWithoutMark();
  await page.locator("[data-lens=all]").click();
  await rowOf(page, id).click();
  const cards = page.locator("[data-digit]");
  await cards.first().waitFor();
  let named = "";
  for (let digit = 1; digit <= (await cards.count()) && named === ""; digit += 1) {
    await page.keyboard.press(`Digit${digit}`);
    await page.locator(`[data-digit="${digit}"][aria-pressed=true]`).waitFor();
    const words = await page.locator("[data-fire]").innerText();
    if (/Il manque.*result/.test(words)) named = words;
  }
  expect(named).toMatch(/Il manque\s*: .*result/);
  await dwell(page);
  await page.keyboard.press("Enter");
  expect(await page.locator("[data-section=undoable]").count()).toBe(0);
});

test("a dead network shows a banner and disables publishing; on return everything is caught up", async () => {
  const { page } = await screen();
  const moment = await chosenGold(page);
  await armFirst(page);
  wire.cut();
  await page.getByText(/Déconnecté depuis/).waitFor();
  expect(await page.locator("[data-fire]").innerText()).toContain("Déconnecté");
  await page.keyboard.press("Enter");
  const missed = await raiseGold(desk, witness);
  wire.mend();
  await page.locator("[data-connection=live]").waitFor();
  await page.getByText(/^Pendant .*médaille/).waitFor();
  expect(await page.locator("article[aria-current=true]").getAttribute("data-moment")).toBe(
    moment.id,
  );
  await page.keyboard.press("Home");
  await rowOf(page, missed.id).waitFor();
  expect(await page.locator("[data-section=undoable]").count()).toBe(0);
});

test("the hold is one key away and shows on every console; releasing it sends nothing", async () => {
  const [{ page: mine }, { page: theirs }] = [await screen(), await screen()];
  await chosenGold(mine);
  await mine.keyboard.down("Escape");
  await theirs
    .getByText(/Tout est retenu/)
    .first()
    .waitFor();
  await mine.keyboard.up("Escape");
  await mine.getByRole("button", { name: "Lever la retenue" }).click();
  await theirs
    .getByText(/Tout est retenu/)
    .first()
    .waitFor({ state: "detached" });
  expect(await theirs.locator("[data-section=leaving]").count()).toBe(0);
});

test("axe finds nothing to say about the desk, in French and in English, wide and narrow", async () => {
  const { page } = await screen();
  await chosenGold(page);
  await armFirst(page);
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole("button", { name: /passer en anglais/ }).click();
  await shows(
    page,
    "English",
    async () => (await page.evaluate(() => document.documentElement.lang)) === "en",
  );
  expect(await axeFindings(page)).toEqual([]);
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await axeFindings(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});

test("the console can be installed on a machine or a phone, and nothing in it updates it by itself", async () => {
  const { page, context } = await screen();
  const session = await context.newCDPSession(page);
  const manifest = await session.send("Page.getAppManifest");
  expect({ url: manifest.url, errors: manifest.errors }).toEqual({
    url: `${new URL(page.url()).origin}/rebond.webmanifest`,
    errors: [],
  });
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  // A test's browser keeps nothing of its visits, and says so: it is the one thing that stands in the way.
  expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(["in-incognito"]);
  const workers = () =>
    page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
  expect(await workers()).toBe(0);
});

test("Ctrl K finds any act and any moment by the beginning of a word, and publishes nothing", async () => {
  const { page } = await screen();
  const other = await raiseGold(desk, witness, { name: "Zoé Palette" });
  await chosenGold(page);
  await armFirst(page);
  const before = witness.state!.posts.length;
  const palette = page.getByRole("dialog");
  const search = async (words: string) => {
    await page.keyboard.press("Control+k");
    await palette.getByRole("combobox").waitFor();
    await page.keyboard.type(words);
  };
  await search("publier");
  await palette.getByText(/Rien ne répond à «\s?publier/).waitFor();
  await page.keyboard.press("Enter");
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await palette.waitFor({ state: "detached" });
  expect(await page.locator("[data-fire][data-ready=true]").count()).toBe(1);
  await search("RETENIR");
  await page.keyboard.press("Enter");
  await witness.until("everything is held", ({ state }) => state!.holds.some(({ held }) => held));
  await palette.waitFor({ state: "detached" });
  await command(desk, cookie, "hold.release", {});
  await search("zoe pal");
  expect(await palette.getByRole("option").allInnerTexts()).toEqual([
    expect.stringContaining("Zoé Palette"),
  ]);
  await page.keyboard.press("Enter");
  await shows(
    page,
    "the moment that was looked for",
    async () => (await rowOf(page, other.id).getAttribute("data-selected")) === "true",
  );
  expect(witness.state!.posts).toHaveLength(before);
});

test("twelve heats that arrive in a burst are one row, which the keyboard opens and folds again", async () => {
  const { page } = await screen();
  await page.locator("[data-lens=all]").click();
  const discipline = { fr: "Aviron", en: "Rowing" };
  const heats = Array.from({ length: 12 }, (_, at) => `Série ${at}`);
  for (const name of heats)
    await sendMoment(desk, {
      key: randomUUID(),
      kind: "result",
      headline: { fr: name, en: name },
      facts: { discipline },
    });
  const row = page.locator("article[data-moment]").filter({ hasText: /Série \d/ });
  await row.getByText("et 11 autres, Aviron").waitFor();
  expect(await row.count()).toBe(1);
  expect(await axeFindings(page)).toEqual([]);
  await row.click();
  await page.keyboard.press("ArrowRight");
  await shows(page, "each by itself", async () => (await row.count()) === 12);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowLeft");
  await row.getByText("et 11 autres, Aviron").waitFor();
  expect(await row.count()).toBe(1);
});
