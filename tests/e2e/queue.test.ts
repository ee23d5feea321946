import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Delivery, DeliveryState } from "#shared/posts.ts";
import { undoableStates } from "#shared/posts.ts";
import { command } from "../harness/desk.ts";
import { deliveriesOf, fireMarked, type Marked, untilAre } from "../harness/marked.ts";
import { raiseGold } from "../harness/react.ts";
import { importSheet, sheetOf, wallIn } from "../harness/sheet.ts";
import { armFirst, axeFindings, dwell, rowOf, shows } from "./screen.ts";
import { openTheatre, type Theatre } from "./theatre.ts";

/** An account of a network that nobody can read back: what is not known of it is a person's at once. */
const unreadable = "soiree_canal";
let theatre: Theatre;

beforeAll(async () => {
  theatre = await openTheatre({ REBOND_TIME_SCALE: "0.1" });
  const { desk, cookie, network, screen } = theatre.stage;
  const linked = await command(desk, cookie, "account.link", {
    network: "rehearsal",
    wears: "telegram",
    service: null,
    handle: unreadable,
    name: "La soirée, le canal",
    locales: ["fr"],
    realm: "rehearsal",
    secret: network.token,
  });
  if (!linked.ok) throw new Error(`not linked: ${linked.code}`);
  await screen.until("the account is there", ({ state }) =>
    state!.accounts.some(({ handle }) => handle === unreadable),
  );
});
afterAll(() => theatre?.close());
afterEach(async () => {
  const { desk, cookie, screen, network } = theatre.stage;
  await network.misbehave();
  await command(desk, cookie, "hold.release", {});
  const deliveries = screen
    .state!.deliveries.filter(({ state }) => [...undoableStates, "needsHuman"].includes(state))
    .map(({ id }) => id);
  if (deliveries.length > 0) await command(desk, cookie, "delivery.drop", { deliveries });
  await theatre.closePages();
});

const dialog = (page: Page) => page.getByRole("dialog");
const filter = (page: Page, name: string) => page.locator(`[data-filter=${name}]`);
const lines = (page: Page) => page.locator("[data-delivery]");
const noFindings = async (page: Page) => expect(await axeFindings(page)).toEqual([]);
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? "");
const saying = (words: string): Delivery[] =>
  theatre.stage.screen.state!.deliveries.filter(({ text }) => text.includes(words));
const untilAll = (words: string, state: DeliveryState) =>
  theatre.stage.screen.until(`${words} is ${state}`, () => {
    const its = saying(words);
    return its.length > 0 && its.every((each) => each.state === state);
  });

/** Slots on the account that cannot be read back, each so long from now; nothing else is planned. */
async function plan(slots: Record<string, number>): Promise<void> {
  const { desk, cookie, screen } = theatre.stage;
  const zone = screen.state!.campaign.venueZone;
  const rows = Object.entries(slots).map(([title, inMs]) => ({
    id: title,
    at: wallIn(inMs, zone),
    zone,
    accounts: unreadable,
    "title fr": title,
    "text fr": `${title}, à tout de suite.`,
  }));
  await importSheet(desk, cookie, sheetOf(rows));
}

/** A message that its network refuses, one it asks to wait with, and one it never answered. */
async function troubled(): Promise<Record<"refused" | "limited" | "unknown", Marked>> {
  const { network, screen } = theatre.stage;
  await network.misbehave(
    { kind: "refuse", handle: "soiree_iles", times: 1, message: "Text looks like spam" },
    { kind: "rateLimit", handle: "evening.en", times: 1, waitMs: 90_000 },
    { kind: "dropThenForget", handle: unreadable, times: 1 },
  );
  const refused = await fireMarked(theatre.stage, { on: ["soiree_iles"] });
  const limited = await fireMarked(theatre.stage, { on: ["evening.en"] });
  const unknown = await fireMarked(theatre.stage, { on: [unreadable] });
  await untilAre(screen, refused, ["rejected"]);
  await untilAre(screen, limited, ["retryWait"]);
  await untilAre(screen, unknown, ["needsHuman"]);
  return { refused, limited, unknown };
}

/** A slot that fell due under a hold, which was then lifted; and one that waits for its time. */
async function missedAndPlanned(): Promise<void> {
  const { desk, cookie } = theatre.stage;
  await command(desk, cookie, "hold.place", {});
  await plan({ "Ouverture des portes": 2000, "Le mot de la fin": 3_600_000 });
  await untilAll("Ouverture des portes", "held");
  await command(desk, cookie, "hold.release", {});
  await untilAll("Ouverture des portes", "missed");
}

test("each message is under its filter, accounts say how they are, and everything can be done with the keyboard alone", async () => {
  const { screen } = theatre.stage;
  const done = await fireMarked(theatre.stage, { on: ["soiree.fr", "islands_evening"] });
  await untilAre(screen, done, ["confirmed"]);
  const { refused, limited, unknown } = await troubled();
  await missedAndPlanned();
  const page = await theatre.openPage();
  await page.keyboard.press("g");
  await page.keyboard.press("q");
  const counts = { flight: 1, uncertain: 1, missed: 1, failed: 1, planned: 1, public: 2 };
  for (const [name, count] of Object.entries(counts))
    await shows(
      page,
      `${count} ${name}`,
      async () => (await filter(page, name).locator("b").innerText()) === String(count),
    );
  await shows(page, "all of them", async () => (await lines(page).count()) === 7);
  const account = (handle: string) => page.locator(`[data-account="${handle}"]`);
  await account("evening.en")
    .getByText(/débit limité, reprise à [\d:]+/)
    .waitFor();
  await account(unreadable)
    .getByText(/prochain dans (?:59|1:00)/)
    .waitFor();
  expect(await account("soiree_iles").innerText()).toMatch(/prêt[\s\S]*\d+\/100 en 15\smin/);
  await page.locator("[data-figure=p90]").getByText(/\d\ss/).waitFor();
  await page.locator("tr[data-step=whole]").getByText(/\d\ss/).first().waitFor();
  await noFindings(page);

  // The refusal, in the network's words, and what it went through.
  for (let press = 0; press < 4; press += 1) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  expect(await lines(page).innerText()).toContain("Text looks like spam");
  expect(await focused(page)).toContain(refused.name);
  await page.keyboard.press("Enter");
  const card = page.locator(`[data-doubt="${refused.ids[0]}"]`);
  await card.getByText("Envoi 1").waitFor();
  expect(await card.innerText()).toMatch(/Réponse · texte refusé[\s\S]*Text looks like spam/);
  await noFindings(page);
  await page.keyboard.press("Escape");
  await card.waitFor({ state: "detached" });

  // What was missed is given up from here, and nothing else is.
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowDown");
  expect(await focused(page)).toBe("Ouverture des portes");
  for (let tab = 0; tab < 3; tab += 1) await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Abandonner");
  await page.keyboard.press("Enter");
  await dwell(page);
  expect(saying("Ouverture des portes").map(({ state }) => state)).toEqual(["missed"]);
  await page.keyboard.press("Enter");
  await untilAll("Ouverture des portes", "cancelled");
  await page.getByText("Rien n’a manqué son heure.").waitFor();
  await noFindings(page);
  expect(saying("Le mot de la fin").map(({ state }) => state)).toEqual(["scheduled"]);

  // What nobody knows is asked over this screen, and Escape leads back to it, then to the desk.
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const question = page.getByRole("heading", { name: /Ce message est-il public sur/ });
  await question.waitFor();
  expect(await dialog(page).last().innerText()).toContain(unknown.name);
  await page.keyboard.press("Escape");
  await question.waitFor({ state: "detached" });
  expect(new URL(page.url()).pathname).toBe("/queue");
  await page.keyboard.press("Escape");
  await shows(page, "the desk", async () => new URL(page.url()).pathname === "/");
  expect(deliveriesOf(screen, limited).map(({ state }) => state)).toEqual(["retryWait"]);
});

test("a message that waits gets another time, and one that can be undone is taken back; nothing armed leaves meanwhile", async () => {
  const { desk, screen } = theatre.stage;
  const page = await theatre.openPage();
  const armed = await raiseGold(desk, screen);
  await rowOf(page, armed.id).click();
  await armFirst(page);
  await plan({ "Portrait du soir": 1_800_000 });
  const marked = await fireMarked(theatre.stage, { on: ["soiree.fr"], undoMs: 10_000 });
  await page.keyboard.press("g");
  await page.keyboard.press("q");
  await page.locator("[data-standing=undoable] [data-open]").waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /Annuler toute la publication/ }).click();
  await untilAre(screen, marked, ["cancelled"]);
  const before = saying("Portrait du soir")[0]!.dueAt;
  await page.getByRole("button", { name: "Autre heure, Portrait du soir" }).click();
  await page.getByRole("button", { name: /\+15 min/ }).click();
  await page.getByRole("button", { name: "Replacer à cette heure" }).click();
  await screen.until("it has another time", () => saying("Portrait du soir")[0]!.dueAt !== before);
  await page.getByText("Replacer à cette heure").waitFor({ state: "detached" });
  await page.keyboard.press("Enter");
  expect(screen.state!.posts.filter(({ momentId }) => momentId === armed.id)).toEqual([]);
});

test("on a phone: one column without sideways scrolling, everything is held with the thumb, and a producer cuts what would leave once the word is typed", async () => {
  const { screen } = theatre.stage;
  await plan({ "Bonsoir à tous": 1_800_000, "Encore un mot": 3_600_000 });
  const page = await theatre.openPage(theatre.stage.cookie, {
    path: "/queue",
    viewport: { width: 390, height: 844 },
    touch: true,
  });
  await lines(page).first().waitFor();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  const hold = dialog(page).getByRole("button", { name: "Tout retenir" });
  const box = (await hold.boundingBox())!;
  expect(box.height).toBeGreaterThanOrEqual(44);
  expect(box.y).toBeGreaterThan(844 / 2);
  await hold.tap();
  await dialog(page).getByText("Tout est retenu").waitFor();
  await page.getByRole("button", { name: /Comptes et machines/ }).tap();
  await page
    .locator(`[data-account="${unreadable}"]`)
    .getByText(/retenu par/)
    .waitFor();
  await noFindings(page);
  await dialog(page).getByRole("button", { name: "Lever la retenue" }).tap();
  await dialog(page).getByText("Tout est retenu").waitFor({ state: "detached" });

  await page.getByRole("button", { name: "Couper…" }).tap();
  const word = page.getByLabel("Pour confirmer, écrivez COUPER");
  await word.fill("COUP");
  await word.press("Enter");
  expect(saying("Bonsoir à tous").map(({ state }) => state)).toEqual(["scheduled"]);
  await noFindings(page);
  await word.fill("couper");
  await word.press("Enter");
  await page.getByText("2 messages abandonnés.").waitFor();
  await untilAll("Bonsoir à tous", "cancelled");
  await untilAll("Encore un mot", "cancelled");
  await noFindings(page);
  expect(screen.state!.deliveries.filter(({ state }) => state === "scheduled")).toEqual([]);
});
