import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { TestConsole } from "../harness/console.ts";
import { command, feedSecret, sendFeed } from "../harness/desk.ts";
import { signInAs } from "../harness/sign-in-as.ts";
import { axeFindings, shows } from "./screen.ts";
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
const field = (page: Page, name: string) =>
  sheet(page).getByRole("combobox", { name, exact: true });
const press = (page: Page, name: string) => sheet(page).getByRole("button", { name, exact: true });
const options = (page: Page) => sheet(page).getByRole("option");
const campaign = () => witness.state!.campaign;

/** By its two keys. */
async function openWatch(page: Page): Promise<void> {
  await page.keyboard.press("g");
  await page.keyboard.press("w");
  await sheet(page).getByRole("heading", { name: "Qui suivre" }).waitFor();
}

/** A moment of one athlete, as a script would say it. */
async function tell(key: string, who: { name: string; organisation: string }): Promise<void> {
  const { desk } = theatre.stage;
  const body = JSON.stringify({
    specversion: "1.0",
    id: randomUUID(),
    source: "bord-de-piste",
    type: "rebond.moment",
    data: {
      key,
      kind: "note",
      headline: { fr: key, en: key },
      participants: [{ code: `code-${key}`, type: "athlete", ...who }],
    },
  });
  const feed = { name: "rebond", secret: await feedSecret(desk, "rebond") };
  const sent = await sendFeed(desk, feed, { body, contentType: "application/cloudevents+json" });
  expect(sent.status).toBe(202);
}
const reasonsOf = (key: string) =>
  witness
    .state!.moments.find(({ headline }) => headline.fr === key)
    ?.salience.reasons.map(({ code }) => code);

test("by keyboard alone a delegation is found by its name in either language, and its next moment ranks higher", async () => {
  const page = await theatre.openPage();
  await tell("avant", { name: "Una Prell", organisation: "GER" });
  await openWatch(page);
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.type("germ");
  await options(page)
    .getByText(/^Allemagne GER/)
    .waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press("Enter");
  await page.keyboard.type("nouvelle-z");
  await page.keyboard.press("Enter");
  await witness.until("both are looked for", () =>
    ["GER", "NZL"].every((code) => campaign().houseTeams.includes(code)),
  );
  await sheet(page).locator("[data-value=GER]").getByText("Allemagne").waitFor();
  expect(await field(page, "Nos délégations").inputValue()).toBe("");
  await page.keyboard.press("Escape");
  await shows(page, "no sheet", async () => (await sheet(page).count()) === 0);
  await tell("après", { name: "Una Prell", organisation: "GER" });
  await witness.until("it is told", () => reasonsOf("après") !== undefined);
  expect(reasonsOf("après")).toContain("house");
  expect(reasonsOf("avant")).not.toContain("house");
});

test("a person is followed by the name the desk knows or by one typed before they were ever seen, however it is spelled", async () => {
  const page = await theatre.openPage();
  await tell("vue", { name: "Émeline Okà", organisation: "FRA" });
  await witness.until("she is known", () => reasonsOf("vue") !== undefined);
  await openWatch(page);
  await field(page, "Personnes à suivre").fill("oka");
  await options(page).getByText("Émeline Okà").waitFor();
  await options(page).getByText("Émeline Okà").click();
  await sheet(page).locator("[data-value='Émeline Okà']").getByText("FRA").waitFor();
  await field(page, "Personnes à suivre").fill("PUIGVERD Ona");
  await page.keyboard.press("Enter");
  await witness.until("both are followed", () => campaign().watched.length === 2);
  await field(page, "Personnes à suivre").fill("ona puigverd");
  await page.keyboard.press("Enter");
  await sheet(page).getByRole("alert").getByText("y est déjà").waitFor();
  await tell("plus tard", { name: "Ona Puigverd", organisation: "AND" });
  await witness.until("she is told", () => reasonsOf("plus tard") !== undefined);
  expect(reasonsOf("plus tard")).toContain("watched");
  // Once the desk knows her, she is shown as the feed writes her.
  const chip = sheet(page).locator("[data-value='PUIGVERD Ona']");
  await chip.getByRole("button", { name: "Retirer Ona Puigverd" }).click();
  await witness.until("one is followed", () => campaign().watched.length === 1);
  expect(await axeFindings(page)).toEqual([]);
});

test("what no delegation answers to is said so, and a code the dictionary lacks is taken when it is meant", async () => {
  const page = await theatre.openPage();
  await openWatch(page);
  await field(page, "Pays hôte").fill("atlantide");
  await page.keyboard.press("Enter");
  await sheet(page).getByRole("alert").getByText("Essayez son code").waitFor();
  expect(await field(page, "Pays hôte").getAttribute("aria-invalid")).toBe("true");
  expect(await axeFindings(page)).toEqual([]);
  await field(page, "Pays hôte").fill("qzx");
  await options(page).getByText("code absent du dictionnaire").waitFor();
  await page.keyboard.press("Enter");
  await field(page, "Jamais de médaille jusqu’ici").fill("tuvalu");
  await page.keyboard.press("Enter");
  const wasFromTheStart = campaign().fromTheStart;
  await sheet(page).getByLabel("Le desk entend tout depuis le premier jour").click();
  await witness.until("it is kept", () => {
    const { hosts, neverMedalled, fromTheStart } = campaign();
    const isThere = hosts.includes("QZX") && neverMedalled.includes("TUV");
    return isThere && fromTheStart !== wasFromTheStart;
  });
});

test("only a producer says whom to watch: an editor has no button, and the keys open nothing", async () => {
  const editor = await signInAs(theatre.stage.desk, { name: "Sana", role: "editor" });
  const page = await theatre.openPage(editor);
  expect(await page.getByRole("button", { name: "Qui suivre" }).count()).toBe(0);
  await page.keyboard.press("g");
  await page.keyboard.press("w");
  await page.keyboard.press("?");
  await sheet(page).getByText("dire qui suivre").waitFor();
  expect(await sheet(page).count()).toBe(1);
});

test("on a phone the way is among the feeds; in English, in English", async () => {
  const page = await theatre.openPage(undefined, {
    viewport: { width: 390, height: 844 },
    touch: true,
  });
  await page.getByRole("button", { name: /passer en anglais/ }).tap();
  await page.getByRole("button", { name: /Feed/ }).first().tap();
  await press(page, "Whom to watch").tap();
  await field(page, "Host").fill("allem");
  await options(page)
    .getByText(/^Germany GER/)
    .tap();
  await witness.until("it is the host", () => campaign().hosts.includes("GER"));
  expect(await axeFindings(page)).toEqual([]);
});

test("a feed is removed by a second press, its address answers 404 from then on, and what it said stays", async () => {
  const { desk, cookie } = theatre.stage;
  await tell("resté", { name: "Una Prell", organisation: "GER" });
  const feed = { name: "rebond", secret: await feedSecret(desk, "rebond") };
  const page = await theatre.openPage();
  await page.getByTitle("Voir les flux").click();
  await command(desk, cookie, "rehearsal.play", { playing: true });
  await press(page, "Retirer, rebond").click();
  await press(page, "Retirer rebond").click();
  await sheet(page).getByRole("alert").getByText("soirée d’essai").waitFor();
  await command(desk, cookie, "rehearsal.play", { playing: false });
  expect(await axeFindings(page)).toEqual([]);
  await press(page, "Le garder").click();
  // The question opens on the way back: a bounced key keeps it.
  await press(page, "Retirer, rebond").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await press(page, "Retirer, rebond").waitFor();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await shows(page, "it is gone", async () => (await page.locator("[data-feed]").count()) === 1);
  const body = "{}";
  const sent = await sendFeed(desk, feed, { body, contentType: "application/cloudevents+json" });
  expect(sent.status).toBe(404);
  expect(reasonsOf("resté")).toBeDefined();
  await expect(command(desk, cookie, "rehearsal.play", { playing: true })).resolves.toMatchObject({
    ok: false,
    code: "rehearsalSilent",
  });
});
