/** What calls a person back to the desk, through the real console in front of a browser that counts. */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { command, feedSecret } from "../harness/desk.ts";
import { dayOf, flood, newDay } from "../harness/flood.ts";
import { fireMarked, marker, untilAre } from "../harness/marked.ts";
import { changeGold, raiseGold, sendMoment, shownMoment } from "../harness/react.ts";
import { axeFindings, shows } from "./screen.ts";
import { openTheatre, type Theatre } from "./theatre.ts";

/** How many tones each sound has. */
const tonesOf = { receipt: 1, medal: 2, emotion: 2, alarm: 3 };

/** What the page did, and what it was answered: kept where the test reads it. */
type Witnessed = {
  tones: number[];
  /** When each of them was to sound, on the page’s own clock. */
  at: number[];
  asked: number;
  notified: { title: string; body: string }[];
  answer: NotificationPermission;
  hidden: boolean;
};
const witnessed = (page: Page) =>
  page.evaluate(() => (window as unknown as { witnessed: Witnessed }).witnessed);

/** In the page, before the desk: sounds and notifications that are only counted, and a tab that can be hidden. */
function countAll(): void {
  const seen: Witnessed = {
    tones: [],
    at: [],
    asked: 0,
    notified: [],
    answer: "granted",
    hidden: false,
  };
  let permission: NotificationPermission = "default";
  class Context extends AudioContext {
    override get state(): AudioContextState {
      return "running";
    }
  }
  class Tone extends OscillatorNode {
    override start(): void {
      seen.tones.push(this.frequency.value);
      seen.at.push(performance.now());
    }
    override stop(): void {}
  }
  class Counted extends EventTarget {
    static get permission(): NotificationPermission {
      return permission;
    }
    static requestPermission(): Promise<NotificationPermission> {
      seen.asked += 1;
      permission = seen.answer;
      return Promise.resolve(permission);
    }
    constructor(title: string, { body = "" }: NotificationOptions) {
      super();
      seen.notified.push({ title, body });
    }
    close(): void {}
  }
  Object.assign(window, {
    witnessed: seen,
    AudioContext: Context,
    OscillatorNode: Tone,
    Notification: Counted,
  });
  Object.defineProperty(document, "hidden", { get: () => seen.hidden });
}

let theatre: Theatre;
beforeAll(async () => {
  theatre = await openTheatre();
  const { desk, cookie } = theatre.stage;
  // A gold of the house team is among what matters most.
  const told = await command(desk, cookie, "campaign.lookFor", {
    houseTeams: ["NOR"],
  });
  if (!told.ok) throw new Error(`refused: ${told.code}`);
});
afterAll(() => theatre?.close());
afterEach(() => theatre.closePages());

const open = () => theatre.openPage(undefined, { first: countAll });
const sheet = (page: Page) => page.getByRole("dialog");
const turn = (page: Page, name: string) => sheet(page).getByRole("switch", { name }).click();

async function openSheet(page: Page): Promise<void> {
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await sheet(page).getByRole("heading", { name: "Sons, rappels, temps d’annuler" }).waitFor();
}

async function leaveSheet(page: Page): Promise<void> {
  await page.keyboard.press("Escape");
  await sheet(page).waitFor({ state: "detached" });
}

/** Sounds on, and what the switch itself played forgotten. */
async function withSounds(page: Page): Promise<void> {
  await openSheet(page);
  await turn(page, "Sons");
  await shows(page, "the switch is heard", async () => (await witnessed(page)).tones.length > 0);
  await leaveSheet(page);
  await forget(page);
}

const forget = (page: Page) =>
  page.evaluate(() => {
    const { tones, at } = (window as unknown as { witnessed: Witnessed }).witnessed;
    tones.length = 0;
    at.length = 0;
  });

async function hide(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((now) => {
    (window as unknown as { witnessed: Witnessed }).witnessed.hidden = now;
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
}

/** Once the page shows this moment, whatever it was to sound has sounded. */
async function raise(page: Page, name = marker()) {
  const moment = await raiseGold(theatre.stage.desk, theatre.stage.screen, { name, key: name });
  await page.locator(`[data-moment="${moment.id}"]`).first().waitFor({ state: "attached" });
  return moment;
}

const icon = (page: Page) => page.locator("link[rel=icon]").getAttribute("href");

test("nothing sounds and nothing is asked before somebody wants it; the way there is a key, the palette, and it is kept", async () => {
  const page = await open();
  await page.locator("body").click({ position: { x: 5, y: 5 } });
  await raise(page);
  expect(await witnessed(page)).toMatchObject({ tones: [], asked: 0, notified: [] });
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill("sons");
  await page.keyboard.press("Enter");
  await sheet(page).getByRole("heading", { name: "Sons, rappels, temps d’annuler" }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await turn(page, "Sons");
  await sheet(page).getByRole("slider", { name: "Volume" }).fill("0.3");
  for (const name of ["Écouter : Médaille à traiter", "Écouter : Votre message est public"])
    await sheet(page)
      .getByRole("button", { name: name.replace(" :", "\u00a0:") })
      .click();
  await shows(page, "they are heard", async () => (await witnessed(page)).tones.length === 4);
  expect(await axeFindings(page)).toEqual([]);
  await page.reload();
  await page.locator("[data-connection=live]").waitFor();
  await openSheet(page);
  const sounds = sheet(page).getByRole("switch", { name: "Sons" });
  expect(await sounds.getAttribute("aria-checked")).toBe("true");
  expect(await sheet(page).getByRole("slider", { name: "Volume" }).inputValue()).toBe("0.3");
});

test("of twenty medals at once one is heard in three seconds, and none of those that came while the desk was cut off", async () => {
  const page = await open();
  await withSounds(page);
  const { desk, screen } = theatre.stage;
  const keys = Array.from({ length: 20 }, () => marker());
  await Promise.all(keys.map((name) => raiseGold(desk, screen, { name, key: name })));
  await raise(page);
  const { at } = await witnessed(page);
  expect(at.length).toBeGreaterThanOrEqual(tonesOf.medal);
  expect(at.length % tonesOf.medal).toBe(0);
  // The tones of one medal are started together; whatever comes next keeps its distance, on a slow machine too.
  const medals = at.filter((_, index) => index % tonesOf.medal === 0);
  const apart = medals.slice(1).map((ms, index) => ms - medals[index]!);
  expect(apart.filter((ms) => ms < 2500)).toEqual([]);
  await forget(page);
  theatre.wire.cut();
  await page.locator("[data-connection=lost]").waitFor();
  const missed = await raiseGold(desk, screen, { name: keys[0]!, key: marker() });
  theatre.wire.mend();
  await page.locator("[data-connection=live]").waitFor();
  await page.locator(`[data-moment="${missed.id}"]`).first().waitFor({ state: "attached" });
  expect((await witnessed(page)).tones).toEqual([]);
});

test("one's own post clicks when it is public; when it is no longer true, every desk hears the alarm and reads why", async () => {
  const page = await open();
  await withSounds(page);
  const { stage } = theatre;
  const marked = await fireMarked(stage, { editor: stage.cookie });
  await untilAre(stage.screen, marked, ["confirmed"]);
  const heard = async () => (await witnessed(page)).tones.length;
  await shows(page, "its click is heard", async () =>
    [tonesOf.receipt, tonesOf.receipt + tonesOf.medal].includes(await heard()),
  );
  await forget(page);
  await changeGold(stage.desk, marked.name, "corrected");
  await page.locator("[data-alarm=untrue]").waitFor();
  await shows(page, "the alarm is heard", async () => (await heard()) === tonesOf.alarm);
  const told = page.locator("[data-told=urgent]");
  expect(await told.getAttribute("aria-live")).toBe("assertive");
  expect(await told.innerText()).toContain(
    `Ce qui est public n’est plus exact\u00a0: Or pour ${marked.name}, 10.69`,
  );
});

test("a hidden tab counts what is to handle in its title and its mark; seen again, it is as before", async () => {
  const page = await open();
  expect(await page.title()).toBe("Rebond");
  await hide(page, true);
  await shows(page, "its mode", async () => (await page.title()) === "Rebond – Répétition");
  expect(await icon(page)).toBe("/rebond.svg");
  const { desk, screen } = theatre.stage;
  const first = await raise(page);
  await raise(page);
  const plain = marker();
  await sendMoment(desk, { key: plain, kind: "start", headline: { fr: plain, en: plain } });
  await shownMoment(screen, plain);
  await shows(page, "two", async () => (await page.title()) === "(2) Rebond – Répétition");
  expect(await icon(page)).toBe("/rebond-badge.svg");
  // A colleague leaves one as it is.
  const passed = await command(desk, theatre.stage.cookie, "moment.pass", {
    momentId: first.id,
    momentVersion: first.version,
    passed: true,
  });
  expect(passed.ok).toBe(true);
  await shows(page, "one", async () => (await page.title()) === "(1) Rebond – Répétition");
  await hide(page, false);
  await shows(page, "as before", async () => (await page.title()) === "Rebond");
  expect(await icon(page)).toBe("/rebond.svg");
});

test("notifications are asked for on a press alone, and tell of the biggest moments and of what is untrue while nobody looks", async () => {
  const page = await open();
  await openSheet(page);
  await turn(page, "Notifications");
  await sheet(page).locator("[role=switch][aria-checked=true]").waitFor();
  expect((await witnessed(page)).asked).toBe(1);
  await leaveSheet(page);
  const seen = await raise(page);
  expect((await witnessed(page)).notified).toEqual([]);
  await hide(page, true);
  const { stage } = theatre;
  const many = async () => (await witnessed(page)).notified.length;
  const marked = await fireMarked(stage, { editor: stage.cookie });
  await untilAre(stage.screen, marked, ["confirmed"]);
  await shows(page, "the first", async () => (await many()) === 1);
  await changeGold(stage.desk, marked.name, "corrected");
  await shows(page, "both", async () => (await many()) === 2);
  expect(seen.salience.score).toBeGreaterThanOrEqual(60);
  expect((await witnessed(page)).notified).toEqual([
    { title: `Or pour ${marked.name}, 10.72`, body: "Moment fort, à traiter." },
    { title: `Or pour ${marked.name}, 10.69`, body: "Ce qui est public n’est plus exact." },
  ]);
});

test("a browser that refuses notifications is said to, and the switch stays off", async () => {
  const page = await open();
  await page.evaluate(() => {
    (window as unknown as { witnessed: Witnessed }).witnessed.answer = "denied";
  });
  await openSheet(page);
  await turn(page, "Notifications");
  await sheet(page).getByText("Le navigateur les refuse pour cette page").waitFor();
  const off = sheet(page).getByRole("switch", { name: "Notifications" });
  expect(await off.getAttribute("aria-checked")).toBe("false");
  expect(await axeFindings(page)).toEqual([]);
});

test("under a hundred messages a second a screen reader hears one polite sentence in five seconds", async () => {
  const page = await open();
  await page.evaluate(() => {
    const said: number[] = [];
    Object.assign(window, { said });
    const heard = new MutationObserver(() => said.push(performance.now()));
    const told = document.querySelector("[data-told=polite]")!;
    heard.observe(told, { childList: true, characterData: true, subtree: true });
  });
  const said = () => page.evaluate(() => (window as unknown as { said: number[] }).said);
  const { desk } = theatre.stage;
  const sent = await flood(desk, await feedSecret(desk, "odf"), dayOf(newDay(), 700), 100);
  expect(sent.answers.filter(({ status }) => status !== 202)).toEqual([]);
  await shows(page, "a second sentence", async () => (await said()).length >= 2);
  const at = await said();
  const apart = at.slice(1).map((ms, index) => ms - at[index]!);
  expect(Math.min(...apart)).toBeGreaterThanOrEqual(4900);
});
