/** Every act of the desk by key, and by the key a person would rather have. */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { keyIds, keyTable } from "#client/desk/key-table.ts";
import type { TestConsole } from "../harness/console.ts";
import { raiseGold, sendMoment } from "../harness/react.ts";
import { armFirst, axeFindings, dwell, lookAtAll, rowOf, shows } from "./screen.ts";
import { openTheatre, type Theatre } from "./theatre.ts";

let theatre: Theatre;
let witness: TestConsole;

beforeAll(async () => {
  theatre = await openTheatre();
  witness = theatre.stage.screen;
});
afterAll(() => theatre?.close());
afterEach(() => theatre.closePages());

const sheet = (page: Page) => page.getByRole("dialog");
const slot = (page: Page, name: string) => page.locator(`[data-slot="${name}"]`);
const posts = (): number => witness.state!.posts.length;
const cancelled = (): number =>
  witness.state!.deliveries.filter(({ state }) => state === "cancelled").length;

async function armedGold(page: Page): Promise<void> {
  const moment = await raiseGold(theatre.stage.desk, witness);
  await rowOf(page, moment.id).click();
  await armFirst(page);
  await lookAtAll(page);
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
}

/** Opens the sheet and goes to a key with Tab alone. */
async function goTo(page: Page, name: string): Promise<void> {
  if ((await sheet(page).count()) === 0) await page.keyboard.press("?");
  await sheet(page).getByRole("status").waitFor();
  const isThere = () => slot(page, name).evaluate((each) => each === document.activeElement);
  for (let presses = 0; presses < 60 && !(await isThere()); presses += 1)
    await page.keyboard.press("Tab");
  expect(await isThere()).toBe(true);
}

/** Asks for another key there, and presses these. */
async function give(page: Page, name: string, ...keys: string[]): Promise<void> {
  await goTo(page, name);
  await page.keyboard.press("Enter");
  await slot(page, name).and(page.locator("[aria-pressed=true]")).waitFor();
  for (const key of keys) await page.keyboard.press(key);
}

const said = (page: Page, words: RegExp) =>
  sheet(page).getByRole("status").filter({ hasText: words });

async function closeSheet(page: Page): Promise<void> {
  await page.keyboard.press("Escape");
  await sheet(page).waitFor({ state: "detached" });
}

test("another key undoes, by keyboard alone and after a reload; the old one does nothing, and comes back when it is asked for", async () => {
  const page = await theatre.openPage();
  await give(page, "undo z", "p");
  await said(page, /^P sert déjà à «\s?passer/).waitFor();
  await page.keyboard.press("F5");
  await said(page, /^F5 appartient au navigateur/).waitFor();
  await page.keyboard.press("Space");
  await said(page, /^Espace sert déjà/).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press("x");
  await said(page, /^X sert maintenant à «\s?annuler mon dernier envoi/).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await closeSheet(page);
  const legend = page.locator("footer kbd");
  expect(await legend.allInnerTexts()).toContain("X");
  expect(await legend.allInnerTexts()).not.toContain("Z");

  await page.reload();
  await page.locator("[data-connection=live]").waitFor();
  await armedGold(page);
  await page.keyboard.press("Enter");
  const undoable = page.locator("[data-section=undoable] li");
  await undoable.locator("kbd", { hasText: "X" }).waitFor();
  await page.keyboard.press("z");
  // Taken back by mistake, it would be known before this answer.
  await raiseGold(theatre.stage.desk, witness);
  expect(cancelled()).toBe(0);
  await page.keyboard.press("x");
  await undoable.waitFor({ state: "detached" });
  expect(cancelled()).toBeGreaterThan(0);
  await page.keyboard.press("Control+k");
  await page.locator("[data-act=undo] kbd", { hasText: "X" }).waitFor();
  await page.keyboard.press("Escape");

  await goTo(page, "undo z");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await said(page, /^Z sert maintenant à «\s?annuler mon dernier envoi/).waitFor();
  expect(await slot(page, "undo z").evaluate((each) => each === document.activeElement)).toBe(true);
  expect(await slot(page, "undo z").innerText()).toBe("Z");
});

test("publishing moves to another key, never to Space nor to a letter; Enter then publishes nothing", async () => {
  const page = await theatre.openPage();
  await give(page, "take Space", "n");
  await give(page, "fire Enter", "Space");
  await said(page, /^Espace ne publie jamais/).waitFor();
  await page.keyboard.press("w");
  await said(page, /touche d’écriture/).waitFor();
  await page.keyboard.press("F9");
  await said(page, /^F9 sert maintenant à «\s?publier ce qui est armé/).waitFor();
  await closeSheet(page);
  await page.keyboard.press("Control+k");
  await sheet(page).getByText("c’est F9, sur le desk, qui publie").waitFor();
  await page.keyboard.press("Escape");
  const before = posts();
  await armedGold(page);
  const bar = page.locator("[data-fire]");
  expect(await bar.locator("kbd").allInnerTexts()).toEqual(["F9"]);
  expect(await bar.getAttribute("aria-keyshortcuts")).toBe("F9");
  await page.keyboard.press("Enter");
  await page.keyboard.press("NumpadEnter");
  await page.locator("[data-fire]").focus();
  await page.keyboard.press("Space");
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  // Anything fired by mistake would be known to the server before this answer.
  await raiseGold(theatre.stage.desk, witness);
  expect(posts()).toBe(before);
  await dwell(page);
  await page.keyboard.press("F9");
  await page.locator("[data-section=undoable] li").waitFor();
  await page.keyboard.press("z");
  await page.locator("[data-section=undoable] li").waitFor({ state: "detached" });
  expect(posts()).toBe(before + 1);

  await page.keyboard.press("?");
  await page.getByRole("button", { name: "Remettre toutes les touches du desk" }).click();
  expect(await slot(page, "fire Enter").innerText()).toBe("Entrée");
  expect(await slot(page, "take Space").innerText()).toBe("Espace");
});

test("an act without a key is given one, of two presses too; Escape and Tab change nothing", async () => {
  const page = await theatre.openPage();
  await give(page, "theme ", "g", "t");
  await said(page, /^G T sert maintenant à «\s?changer de thème/).waitFor();
  await give(page, "pass p", "Escape");
  expect(await sheet(page).count()).toBe(1);
  await give(page, "pass p", "Tab");
  await said(page, /^Une touche encadrée/).waitFor();
  expect(await slot(page, "pass p").innerText()).toBe("P");
  await closeSheet(page);
  await page.keyboard.press("g");
  await page.keyboard.press("t");
  await page.locator("html[data-theme=paper]").waitFor();
});

test("keys that were kept and cannot be in force are not: the desk opens with its own", async () => {
  const page = await theatre.openPage();
  await page.evaluate(() =>
    localStorage.setItem("rebond.keys", '{"fire Enter":"Space","undo z":"p","pass p":7,"x":{}}'),
  );
  await page.reload();
  await page.locator("[data-connection=live]").waitFor();
  await page.keyboard.press("?");
  expect(await slot(page, "fire Enter").innerText()).toBe("Entrée");
  expect(await slot(page, "undo z").innerText()).toBe("Z");
  await page.evaluate(() => localStorage.setItem("rebond.keys", "{"));
  await page.reload();
  await page.locator("[data-connection=live]").waitFor();
});

test("every act is in the sheet of keys, and in the palette where it can be done from there", async () => {
  const page = await theatre.openPage();
  await page.keyboard.press("?");
  await sheet(page).getByRole("status").waitFor();
  const listed = await page
    .locator("[data-key]")
    .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-key")));
  expect(listed).toEqual(keyIds);
  for (const id of keyIds) {
    const row = page.locator(`[data-key=${id}]`);
    expect((await row.locator("dd").innerText()).length).toBeGreaterThan(3);
    if (!keyTable[id].on) expect(await row.locator("dt kbd").count()).toBeGreaterThan(0);
  }
  await closeSheet(page);
  await page.keyboard.press("Control+k");
  await page.locator("[data-act]").first().waitFor();
  const offered = await page
    .locator("[data-act]")
    .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-act")));
  // It publishes nothing, goes nowhere by steps, writes in no text, and is open already.
  const steps = ["up", "down", "pageUp", "pageDown", "unfold", "refold", "escape"];
  const notThere = [...steps, "reaction", "fire", "fireNow", "fireText", "leaveText", "palette"];
  // By the time it is found there, the picture is gone.
  notThere.push("seen");
  expect(offered).toEqual(keyIds.filter((id) => !notThere.includes(id)));
});

test("/ searches the moments alone, however old, and shows the newest before a letter is typed", async () => {
  const page = await theatre.openPage();
  const old = await raiseGold(theatre.stage.desk, witness, { name: "Ysé Ancienne" });
  for (let each = 0; each < 205; each += 1)
    await sendMoment(theatre.stage.desk, {
      key: `later-${each}`,
      kind: "result",
      headline: { fr: `Série ${each}`, en: `Heat ${each}` },
    });
  await witness.until("all of them", ({ state }) =>
    state!.moments.some(({ headline }) => headline.fr === "Série 204"),
  );
  await page.keyboard.press("/");
  const options = sheet(page).getByRole("option");
  await shows(page, "the newest", async () => (await options.count()) === 8);
  expect(await options.first().innerText()).toContain("Série 204");
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.type("yse");
  expect(await options.allInnerTexts()).toEqual([expect.stringContaining("Ysé Ancienne")]);
  await page.keyboard.press("Enter");
  await shows(page, "the old moment", async () =>
    (await page.locator("#headline").innerText()).includes("Ysé Ancienne"),
  );
  expect(witness.state!.moments.find(({ id }) => id === old.id)).toBeDefined();
  await page.keyboard.press("/");
  await page.keyboard.type("tout");
  await sheet(page)
    .getByText(/Aucun moment ne répond à «\s?tout/)
    .waitFor();
});
