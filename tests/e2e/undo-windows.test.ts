import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { command, type Credential } from "../harness/desk.ts";
import { marker, publishedOf } from "../harness/marked.ts";
import { raiseGold, sendMoment, shownMoment } from "../harness/react.ts";
import { signInAs } from "../harness/sign-in-as.ts";
import { armFirst, axeFindings, lookAtAll, rowOf, shows } from "./screen.ts";
import { openTheatre, type Theatre } from "./theatre.ts";

let theatre: Theatre;
let lea: Credential;
let sana: Credential;
beforeAll(async () => {
  theatre = await openTheatre();
  lea = await signInAs(theatre.stage.desk, { name: "Léa", role: "editor" });
  sana = await signInAs(theatre.stage.desk, { name: "Sana", role: "editor" });
});
afterAll(() => theatre?.close());
afterEach(() => theatre.closePages());

const bar = (page: Page) => page.locator("[data-fire]");
const says = (page: Page, words: string) =>
  shows(page, words, async () => (await bar(page).innerText()).includes(words));

/** Says how long soiree.fr can be undone; every console knows it when this ends. */
async function setWindow(undoMs: number): Promise<void> {
  const { desk, cookie, screen } = theatre.stage;
  const its = () => screen.state!.accounts.find(({ handle }) => handle === "soiree.fr")!;
  const input = { accountId: its().id, undoMs };
  expect(await command(desk, cookie, "account.setUndoWindow", input)).toMatchObject({ ok: true });
  await screen.until("the window is on the desk", () => its().undoMs === undoMs);
}

/** Raises a gold of its own and has its first reaction on standby. */
async function standby(page: Page): Promise<{ name: string; momentId: string }> {
  const name = marker();
  const moment = await raiseGold(theatre.stage.desk, theatre.stage.screen, { name, key: name });
  await rowOf(page, moment.id).click();
  await armFirst(page);
  await lookAtAll(page);
  return { name, momentId: moment.id };
}

/** Types over a number of seconds and sets it. */
async function setSeconds(page: Page, label: RegExp, seconds: number): Promise<void> {
  const field = page.getByRole("spinbutton", { name: label });
  await field.fill(String(seconds));
  await field.press("Enter");
}

/** Publishes by key, sees the line that counts down, takes it back by key: nobody ever read it. */
async function fireAndUndo(page: Page, said: { name: string; momentId: string }): Promise<number> {
  const { screen } = theatre.stage;
  await page.keyboard.press("Enter");
  const line = page.locator("[data-section=undoable] li").first();
  await line.getByText(/Part dans/).waitFor();
  const its = () => screen.state!.deliveries.filter(({ momentId }) => momentId === said.momentId);
  await screen.until("it waits", () => its().length > 0);
  const post = screen.state!.posts.find(({ momentId }) => momentId === said.momentId)!;
  const leavesAt = Math.min(...its().map(({ dueAt }) => Date.parse(dueAt)));
  await page.keyboard.press("z");
  await screen.until("all of it is undone", () => its().every((one) => one.state === "cancelled"));
  expect(await publishedOf(theatre.stage, said)).toEqual([]);
  return leavesAt - Date.parse(post.firedAt);
}

test("a producer gives an account 10 s: an editor's bar says so before Enter, the rail counts them, and Z within them takes all of it back", async () => {
  const [produces, edits] = [await theatre.openPage(), await theatre.openPage(lea)];
  const said = await standby(edits);
  await says(edits, "Annulable 3\u00a0s, puis");
  await produces.keyboard.press("g");
  await produces.keyboard.press("a");
  await setSeconds(produces, /annuler un envoi vers soiree\.fr/, 10);
  await says(edits, "Annulable 10\u00a0s, puis");
  expect(await axeFindings(produces)).toEqual([]);
  // Both instants are the database's, a statement apart.
  expect(await fireAndUndo(edits, said)).toBeGreaterThanOrEqual(10_000);
});

test("an editor who wants three times as long has it said and given, and keeps it; a colleague's stays", async () => {
  await setWindow(10_000);
  const page = await theatre.openPage(lea);
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  const slider = page.getByRole("slider", { name: /Plus de temps pour annuler/ });
  await slider.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.getByText("3\u00a0s deviennent 9\u00a0s").waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press("Escape");
  const said = await standby(page);
  await says(page, "Annulable 30\u00a0s, puis");
  expect(await fireAndUndo(page, said)).toBeGreaterThanOrEqual(30_000);
  await page.reload();
  await standby(page);
  await says(page, "Annulable 30\u00a0s, puis");
  const other = await theatre.openPage(sana);
  await standby(other);
  await says(other, "Annulable 10\u00a0s, puis");
});

test("the charter says how long what takes two people can be undone, and who agrees reads it first", async () => {
  const { desk, screen } = theatre.stage;
  await setWindow(2000);
  const [produces, asks] = [await theatre.openPage(), await theatre.openPage(lea)];
  const agrees = await theatre.openPage(sana);
  await produces.keyboard.press("g");
  await produces.keyboard.press("c");
  await setSeconds(produces, /annuler ce qui se publie à deux/, 8.5);
  await screen.until("it stands", ({ state }) => state!.campaign.sensitiveUndoMs === 8500);
  expect(await axeFindings(produces)).toEqual([]);
  const name = marker();
  await sendMoment(desk, {
    key: name,
    kind: "disqualification",
    headline: { fr: `${name} disqualifiée`, en: `${name} disqualified` },
    participants: [{ code: "1", name, organisation: "NOR", gender: "W" }],
    facts: { eventName: { fr: "100 m femmes", en: "Women’s 100 m" } },
  });
  const moment = await shownMoment(screen, name);
  await rowOf(asks, moment.id).click();
  await armFirst(asks);
  await lookAtAll(asks);
  await asks.keyboard.press("Enter");
  await agrees.locator("[data-awaiting]").waitFor();
  await agrees.keyboard.press("a");
  await agrees.locator("[data-approval]").getByText("8,5\u00a0s pour annuler").waitFor();
  expect(await axeFindings(agrees)).toEqual([]);
});
