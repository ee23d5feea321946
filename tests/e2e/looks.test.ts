/** Every screen and sheet, in both themes and both languages. REBOND_TEST_SHOTS names a folder to keep a picture of each. */
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { locales } from "#shared/locales.ts";
import { command, type Credential } from "../harness/desk.ts";
import { deliveriesOf, fireMarked, marker, matched, proven, untilAre } from "../harness/marked.ts";
import { arm, changeGold, fire, raiseGold, sendMoment, shownMoment } from "../harness/react.ts";
import { openRecord } from "../harness/record.ts";
import { importSheet, sheetOf, wallIn } from "../harness/sheet.ts";
import { signInAs } from "../harness/sign-in-as.ts";
import { armFirst, axeFindings, openLargerText, openScreenIn, rowOf, shows } from "./screen.ts";
import { openTheatre, type Theatre } from "./theatre.ts";

let theatre: Theatre;
let nadia: Credential;
let next: string;

/** A desk on which everything has happened: public, untrue, missed, asked of a person, planned. */
beforeAll(async () => {
  theatre = await openTheatre({ REBOND_TIME_SCALE: "0.1" });
  const { desk, cookie, network, screen } = theatre.stage;
  nadia = await signInAs(desk, { name: "Nadia", role: "spotter" });
  const lea = await signInAs(desk, { name: "Léa", role: "editor" });
  const zone = screen.state!.campaign.venueZone;
  const tomorrow = { id: "1", at: wallIn(86_400_000, zone), zone, accounts: "soiree.fr" };
  const words = { "title fr": "Programme du jour", "text fr": "Bonjour des îles." };
  await importSheet(desk, cookie, sheetOf([{ ...tomorrow, ...words }]));
  const said = await fireMarked(theatre.stage, { on: proven });
  await untilAre(screen, said, ["confirmed"]);
  await changeGold(desk, said.name, "corrected");
  await network.misbehave({ kind: "dropThenForget", times: 2 });
  const asked = await fireMarked(theatre.stage, { on: matched });
  await untilAre(screen, asked, ["needsHuman"], 60_000);
  await network.misbehave();
  await command(desk, cookie, "hold.place", {});
  const missed = await fireMarked(theatre.stage, { on: proven });
  await untilAre(screen, missed, ["held"]);
  await command(desk, cookie, "hold.release", {});
  await untilAre(screen, missed, ["missed"]);
  expect(deliveriesOf(screen, missed)).not.toHaveLength(0);
  await askForTwo(lea);
  next = (await raiseGold(desk, screen)).id;
});
afterAll(() => theatre?.close());
afterEach(() => theatre.closePages());

/** Something grave that an editor wants to say: a colleague is asked, for as long as the test lasts. */
async function askForTwo(editor: Credential): Promise<void> {
  const { desk, screen } = theatre.stage;
  const name = marker();
  await sendMoment(desk, {
    key: name,
    kind: "disqualification",
    headline: { fr: `${name} disqualifiée`, en: `${name} disqualified` },
    participants: [{ code: "1", name, organisation: "NOR", gender: "W" }],
    facts: { eventName: { fr: "100 m femmes", en: "Women’s 100 m" } },
  });
  const moment = await shownMoment(screen, name);
  const asked = await fire(desk, editor, await arm(desk, editor, screen, moment));
  await untilAre(screen, asked, ["draft"]);
  const record = await openRecord(desk);
  const notAfter = new Date(Date.now() + 3_600_000);
  await record.db
    .updateTable("deliveries")
    .set({ notAfter })
    .where("id", "in", asked.ids)
    .execute();
  await record.close();
}

const looks = (["night", "paper"] as const).flatMap((theme) =>
  locales.map((locale) => ({ theme, locale })),
);
type Look = (typeof looks)[number];

const phone = { viewport: { width: 390, height: 844 }, touch: true };
const dialog = (page: Page) => page.getByRole("dialog");
const button = (page: Page, name: RegExp) => page.getByRole("button", { name }).first();

/** Changes to a language and a theme as a person does: from the top bar. */
async function dress(page: Page, { theme, locale }: Look): Promise<void> {
  if (locale === "en") await button(page, /^EN,/).click();
  if (theme === "paper") await button(page, /papier|paper/).click();
  await page.locator(`html[lang=${locale}][data-theme=${theme}]`).waitFor();
}

/** Nothing for axe to say, nothing wider than the screen; kept as a picture where one is asked for. */
async function lookAt(page: Page, { theme, locale }: Look, name: string): Promise<void> {
  const shots = process.env["REBOND_TEST_SHOTS"];
  if (shots) await page.screenshot({ path: join(shots, `${name}-${theme}-${locale}.png`) });
  // Also where what is too wide is cut off rather than scrolled.
  const wider = () =>
    page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      const cut = [...document.querySelectorAll("header, main, aside, nav, footer")].filter(
        (each) => each.getBoundingClientRect().right > clientWidth + 1,
      );
      const bars = [...document.querySelectorAll("header")].map(
        (each) => each.scrollWidth - each.clientWidth,
      );
      return Math.max(scrollWidth - clientWidth, cut.length, ...bars);
    });
  expect({ name, findings: await axeFindings(page), wider: await wider() }).toEqual({
    name,
    findings: [],
    wider: 0,
  });
}

/** Opened by keys, looked at, closed by Escape. */
async function lookInto(page: Page, look: Look, name: string, open: () => Promise<void>) {
  await open();
  await dialog(page).waitFor();
  // It comes in from the side: axe measures what stands still.
  await shows(page, "a sheet at rest", () =>
    page.evaluate(() => document.getAnimations().every(({ playState }) => playState !== "running")),
  );
  await lookAt(page, look, name);
  await page.keyboard.press("Escape");
  // Gone, and not only closed: until then a sheet may still have the keys.
  await page.locator("dialog").waitFor({ state: "detached" });
}

const press =
  (page: Page, ...keys: string[]) =>
  async () => {
    for (const key of keys) await page.keyboard.press(key);
  };

test.each(looks)("the desk and all that opens over it: $theme, $locale", async (look) => {
  const page = await theatre.openPage();
  await dress(page, look);
  await page.locator("[data-alarm=untrue]").waitFor();
  await lookAt(page, look, "desk");
  await lookInto(page, look, "keys", press(page, "?"));
  await lookInto(page, look, "palette", press(page, "Control+k"));
  await lookInto(page, look, "watch", press(page, "g", "w"));
  await lookInto(page, look, "charter", press(page, "g", "c"));
  await lookInto(page, look, "attention", press(page, "g", "s"));
  await lookInto(page, look, "approval", press(page, "a"));
  await lookInto(page, look, "spotter", press(page, "s"));
  await lookInto(page, look, "doubt", press(page, "v"));
  await lookInto(page, look, "accounts", () => button(page, /^(Comptes|Accounts)/).click());
  await lookInto(page, look, "feeds", () => button(page, /^(Flux|Feed)/).click());
  await lookInto(page, look, "mode", () => page.locator("button[data-mode]").click());
  await rowOf(page, next).click();
  await armFirst(page);
  await lookAt(page, look, "armed");
  await page.keyboard.press("Escape");
  await press(page, "g", "r")();
  await page.locator("[data-slot]").first().waitFor();
  await lookAt(page, look, "rundown");
  await page.keyboard.press("Escape");
  await press(page, "g", "q")();
  await page.locator("[data-delivery]").first().waitFor();
  await lookAt(page, look, "queue");
});

test.each(looks)("on a phone: $theme, $locale", async (look) => {
  const page = await theatre.openPage(theatre.stage.cookie, phone);
  await dress(page, look);
  for (const pane of ["moments", "moment", "rail"]) {
    if (pane === "moment") await rowOf(page, next).click();
    if (pane === "rail") await page.locator("nav button").nth(1).click();
    await page.locator(`[data-pane=${pane}]`).waitFor();
    await lookAt(page, look, `phone-${pane}`);
  }
});

test.each([
  {
    what: "the desk at twice its size on 1280 pixels",
    path: "/",
    width: 640,
    there: "[data-moment]",
  },
  { what: "the queue at 320 pixels", path: "/queue", width: 320, there: "[data-delivery]" },
])("$what: nothing is cut off sideways", async ({ path, width, there }) => {
  const viewport = { width, height: 640 };
  const page = await theatre.openPage(theatre.stage.cookie, { path, viewport });
  await page.locator(there).first().waitFor();
  await lookAt(page, { theme: "night", locale: "fr" }, `narrow-${width}`);
});

test("with the browser's text a third larger, no label of the desk or the queue is cut off", async () => {
  const { desk, cookie } = theatre.stage;
  const { context, close } = await openLargerText(desk, theatre.wire, 21);
  try {
    const { page, faults } = await openScreenIn(context, desk, cookie);
    const size = await page.evaluate(() => getComputedStyle(document.body).fontSize);
    expect(Number.parseFloat(size)).toBeCloseTo((13 * 21) / 16, 1);
    await page.locator("[data-alarm=untrue]").waitFor();
    await rowOf(page, next).click();
    await armFirst(page);
    await lookAt(page, { theme: "night", locale: "fr" }, "larger-desk");
    expect(await cutLabels(page)).toEqual([]);
    for (const [path, there] of screens) {
      await page.keyboard.press("Escape");
      for (const key of path) await page.keyboard.press(key);
      await page.locator(there).first().waitFor();
      await lookAt(page, { theme: "night", locale: "fr" }, `larger-${path}`);
      expect(await cutLabels(page)).toEqual([]);
    }
    expect(faults).toEqual([]);
  } finally {
    await close();
  }
});

/** By their keys, and what shows that each is there. */
const screens = [
  ["gq", "[data-delivery]"],
  ["gr", "[data-slot]"],
] as const;

/** What is pressed or read to press it, and is wider than the place it has. Titles may end in an ellipsis: they are whole elsewhere. */
function cutLabels(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("button, a, label, th, dt, kbd, h2, h3")]
      .filter((each) => each.offsetParent !== null && !each.matches(".unseen, .unseen *"))
      .filter((each) => !each.matches("[data-delivery] button, footer > div *"))
      .filter((each) => {
        const { left, right } = each.getBoundingClientRect();
        return each.scrollWidth > each.clientWidth + 1 || left < 0 || right > innerWidth + 1;
      })
      .filter((each) => getComputedStyle(each).display !== "inline")
      .map((each) => `${each.localName} ${each.textContent}`),
  );
}

test("cut off, and on a spotter's own page", async () => {
  const page = await theatre.openPage();
  const look = { theme: "night", locale: "fr" } as const;
  theatre.wire.cut();
  await page.locator("[data-connection=lost]").waitFor();
  await lookAt(page, look, "lost");
  theatre.wire.mend();
  await page.locator("[data-connection=live]").waitFor();
  const spotter = await theatre.openPage(nadia, phone);
  await spotter.locator("[data-feeling=joy]").waitFor();
  await lookAt(spotter, look, "spotter-page");
});
