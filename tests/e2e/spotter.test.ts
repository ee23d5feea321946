import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Feeling, feelings } from "#shared/feelings.ts";
import type { Moment } from "#shared/moments.ts";
import type { TestConsole } from "../harness/console.ts";
import type { Credential } from "../harness/desk.ts";
import { raiseGold, sendMoment, shownMoment } from "../harness/react.ts";
import { signInAs } from "../harness/sign-in-as.ts";
import { photograph } from "../fixtures/pictures.ts";
import { axeFindings, rowOf, shows } from "./screen.ts";
import { openTheatre, type Theatre } from "./theatre.ts";

let theatre: Theatre;
let witness: TestConsole;
let nadia: Credential;

beforeAll(async () => {
  theatre = await openTheatre();
  witness = theatre.stage.screen;
  nadia = await signInAs(theatre.stage.desk, { name: "Nadia", role: "spotter" });
});
afterAll(() => theatre?.close());
afterEach(() => theatre.closePages());

const phone = { viewport: { width: 390, height: 844 }, touch: true };

/** The spotter's own page, on a phone. */
async function openSpotter(): Promise<Page> {
  const page = await theatre.openPage(nadia, phone);
  await key(page, "joy").waitFor();
  return page;
}

const key = (page: Page, feeling: Feeling) => page.locator(`[data-feeling=${feeling}]`);
const line = (page: Page) => page.locator("[data-press]");
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

/** What spotters saw, oldest first. */
const seen = (): Moment[] => witness.state!.moments.filter((each) => each.seen).toReversed();
const untilSeen = (count: number) =>
  witness.until(`${count} moments that were seen`, () => seen().length === count);

/** A race with starters, so that there is somebody to name. */
async function startRace(): Promise<Moment> {
  const id = randomUUID();
  await sendMoment(theatre.stage.desk, {
    key: id,
    kind: "start",
    headline: { fr: "C’est parti", en: "Under way" },
    facts: { eventName: { fr: "100 m femmes", en: "women’s 100 m" } },
    participants: ["Ana Ferrol", "Mei Tarn"].map((name, at) => ({
      code: String(at),
      name,
      organisation: "LCA",
    })),
  });
  return shownMoment(witness, id);
}

test("a spotter lands on their page and sees only it: eight keys a thumb reaches, nothing that publishes", async () => {
  const page = await openSpotter();
  expect(new URL(page.url()).pathname).toBe("/spotter");
  await page.goto(page.url().replace("/spotter", "/rundown"));
  await key(page, "joy").waitFor();
  expect(await page.locator("[data-fire], [role=feed], [data-own-keys]").count()).toBe(0);
  expect(await page.locator("[data-feeling]").count()).toBe(feelings.length);
  for (const each of await page.locator("[data-feeling]").all()) {
    const box = (await each.boundingBox())!;
    expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(64);
    expect(box.y).toBeGreaterThan(844 * 0.4);
    expect(box.y + box.height).toBeLessThanOrEqual(844);
  }
  expect(await axeFindings(page)).toEqual([]);
});

test("one press names who and says no more than was pressed; a note goes with it; the desk shows both together", async () => {
  const race = await startRace();
  const before = seen().length;
  const page = await openSpotter();
  await page.getByRole("button", { name: /Ana Ferrol/ }).tap();
  const from = Date.now();
  await key(page, "tears").tap();
  const until = Date.now();
  await line(page)
    .getByText(/Larmes, \d\d:\d\d:\d\d/)
    .waitFor();
  expect(await line(page).innerText()).toContain("Ana Ferrol");
  expect(await axeFindings(page)).toEqual([]);
  await button(page, "Note").tap();
  await page.keyboard.type("dans les bras de sa mère");
  expect(await axeFindings(page)).toEqual([]);
  expect(seen().length).toBe(before);
  await button(page, "Envoyer").tap();
  await line(page).getByText("Sur le desk").waitFor();
  await untilSeen(before + 1);
  const moment = seen().at(-1)!;
  expect(moment).toMatchObject({
    headline: { fr: "Larmes\u00a0: Ana Ferrol (LCA), 100\u00a0m femmes" },
    seen: { by: "Nadia", note: "dans les bras de sa mère", attachedTo: race.id },
  });
  const at = Date.parse(moment.occurredAt);
  expect(at).toBeGreaterThan(from - 2000);
  expect(at).toBeLessThan(until + 2000);
  const desk = await theatre.openPage();
  await desk.locator("[data-lens=all]").click();
  await rowOf(desk, race.id).click();
  const together = desk.locator(`[data-seen="${moment.id}"]`);
  expect(await together.innerText()).toMatch(/Vu à \d\d:\d\d:\d\d\s: larmes \(Nadia\)/);
  await together.click();
  await desk.getByRole("heading", { name: /^Larmes/, level: 2 }).waitFor();
  expect(await axeFindings(desk)).toEqual([]);
});

test("taken back within three seconds it never leaves; a photo goes with what was pressed", async () => {
  const before = seen().length;
  const page = await openSpotter();
  await key(page, "joy").tap();
  await button(page, "Annuler").tap();
  await line(page).waitFor({ state: "detached" });
  await key(page, "crowd").tap();
  const chooser = page.waitForEvent("filechooser");
  await button(page, "Photo").tap();
  await (
    await chooser
  ).setFiles({ name: "c.jpg", mimeType: "image/jpeg", buffer: await photograph(320, 240) });
  await page.getByText("Photo jointe").waitFor();
  await button(page, "Envoyer").tap();
  await untilSeen(before + 1);
  expect(seen().at(-1)).toMatchObject({
    seen: { feeling: "crowd", image: { width: 320, height: 240 } },
  });
});

test("offline, presses are kept with their own time; when the line is back each becomes one moment, even after a reload", async () => {
  const before = seen().length;
  const page = await openSpotter();
  await page.context().setOffline(true);
  await page.getByText("Hors ligne").waitFor();
  const from = Date.now();
  for (const feeling of ["joy", "embrace", "flag"] as const) await key(page, feeling).tap();
  const until = Date.now();
  await page.getByText("Hors ligne\u00a0: 3 gardés").waitFor();
  expect(await axeFindings(page)).toEqual([]);
  expect(seen().length).toBe(before);
  await page.context().setOffline(false);
  await untilSeen(before + 3);
  await page.getByText("En ligne").waitFor();
  await page.reload();
  await key(page, "joy").waitFor();
  await page.getByText("En ligne").waitFor();
  await key(page, "feat").tap();
  await untilSeen(before + 4);
  const kept = seen().slice(before, before + 3);
  expect(kept.map((each) => each.seen!.feeling).toSorted()).toEqual(["embrace", "flag", "joy"]);
  for (const { occurredAt, raisedAt } of kept) {
    expect(Date.parse(occurredAt)).toBeGreaterThan(from - 2000);
    expect(Date.parse(occurredAt)).toBeLessThan(until + 2000);
    expect(Date.parse(raisedAt)).toBeGreaterThan(Date.parse(occurredAt));
  }
});

test("a press whose answer is lost is asked again as the same press: one moment", async () => {
  const before = seen().length;
  const page = await openSpotter();
  theatre.wire.deafen();
  await key(page, "fairPlay").tap();
  await untilSeen(before + 1);
  theatre.wire.mend();
  await page.getByText("En ligne").waitFor();
  await shows(
    page,
    "nothing kept",
    async () => (await page.getByText(/part…|partent…/).count()) === 0,
  );
  await key(page, "incident").tap();
  await untilSeen(before + 2);
  expect(
    seen()
      .slice(before)
      .map((each) => each.seen!.feeling),
  ).toEqual(["fairPlay", "incident"]);
});

test("a press the page was closed on leaves at the next visit", async () => {
  const before = seen().length;
  const page = await openSpotter();
  await key(page, "joy").tap();
  await line(page).waitFor();
  await page.reload();
  await untilSeen(before + 1);
});

test("on the desk S opens the keys and a digit is a press; nothing is armed by it, and Escape gives the desk back", async () => {
  const gold = await raiseGold(theatre.stage.desk, witness, { name: "Thea Solis" });
  const before = seen().length;
  const page = await theatre.openPage();
  await rowOf(page, gold.id).click();
  await page.keyboard.press("s");
  await key(page, "joy").waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press("Digit2");
  await line(page)
    .getByText(/Larmes/)
    .waitFor();
  await page.keyboard.press("Escape");
  await untilSeen(before + 1);
  expect(seen().at(-1)!.seen!.feeling).toBe("tears");
  expect(await page.locator("[data-fire][data-ready=true]").count()).toBe(0);
  await page.keyboard.press("Digit1");
  await page.locator("[data-fire][data-ready=true]").waitFor();
});

test("the page speaks English, too", async () => {
  await startRace();
  const page = await openSpotter();
  await page.getByRole("button", { name: /passer en anglais/ }).tap();
  await page.getByText("Who, or what?").waitFor();
  expect(await page.locator("[data-feeling] span").allInnerTexts()).toEqual([
    "Joy",
    "Tears",
    "Embrace",
    "Feat",
    "Fair play",
    "Crowd",
    "Incident",
    "Flag",
  ]);
  await key(page, "embrace").tap();
  await line(page)
    .getByText(/Embrace, \d\d:\d\d/)
    .waitFor();
  expect(await axeFindings(page)).toEqual([]);
});
