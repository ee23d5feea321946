import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { TestConsole } from "../harness/console.ts";
import { sendFeed } from "../harness/desk.ts";
import { signInAs } from "../harness/sign-in-as.ts";
import { axeFindings, shows } from "./screen.ts";
import { openTheatre, type Theatre } from "./theatre.ts";

/** Somebody's news, asked for; silent on demand. */
let provider: Server;
const answers = new Map<string, number>();
const items = new Map<string, string[]>();
let theatre: Theatre;
let witness: TestConsole;

beforeAll(async () => {
  provider = createServer(({ url }, response) => {
    const name = /\w+/.exec(url ?? "")?.[0] ?? "";
    const status = answers.get(name) ?? 200;
    response.writeHead(status, { "content-type": "application/rss+xml" });
    response.end(status === 200 ? rss(items.get(name) ?? [`Nouvelle de ${name}`]) : "down");
  });
  await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
  theatre = await openTheatre({ REBOND_FEED_HOSTS: "127.0.0.1" });
  witness = theatre.stage.screen;
});
afterAll(async () => {
  await theatre?.close();
  provider?.closeAllConnections();
  await new Promise((resolve) => provider.close(resolve));
});
afterEach(() => theatre.closePages());

function rss(titles: readonly string[]): string {
  const at = new Date().toUTCString();
  const all = titles.map(
    (title) =>
      `<item><title>${title}</title><link>https://agence.example/${encodeURIComponent(title)}</link><guid>${title}</guid><pubDate>${at}</pubDate></item>`,
  );
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Agence</title><link>https://agence.example</link><description>x</description>${all.join("")}</channel></rss>`;
}

const address = (name: string) =>
  `http://127.0.0.1:${(provider.address() as AddressInfo).port}/${name}.xml`;
const sheet = (page: Page) => page.getByRole("dialog");
const field = (page: Page, label: string) => sheet(page).getByLabel(label, { exact: true });
const press = (page: Page, name: string) => sheet(page).getByRole("button", { name, exact: true });
const row = (page: Page, name: string) => page.locator(`[data-feed="${name}"]`);
const feedNamed = (name: string) => witness.state!.feeds.find((each) => each.name === name);
const told = (words: RegExp) =>
  witness.state!.moments.filter(({ headline }) => words.test(headline.fr));

/** Opens the sheet from the age of the feeds, by keyboard. */
async function openFeeds(page: Page): Promise<void> {
  await page.getByTitle("Voir les flux").focus();
  await page.keyboard.press("Enter");
  await sheet(page).getByRole("heading", { name: "Flux" }).waitFor();
}

/** Writes down a feed of news that is asked for, up to the trial. */
async function writePolled(page: Page, name: string): Promise<void> {
  await openFeeds(page);
  await press(page, "Ajouter un flux").click();
  await field(page, "Nom").fill(name);
  await field(page, "Format").selectOption("rss");
  await field(page, "Comment il arrive").selectOption("poll");
  await field(page, "Adresse").fill(address(name));
  await field(page, "Relu toutes les (secondes)").fill("0,25");
}

async function savePolled(page: Page, name: string): Promise<void> {
  await writePolled(page, name);
  await press(page, "Essayer").click();
  await press(page, "Enregistrer").click();
  await row(page, name).waitFor();
}

test("a feed is tried before it is saved: what it would bring is seen, and nothing of it is on the desk yet", async () => {
  const page = await theatre.openPage();
  await writePolled(page, "agence");
  expect(await press(page, "Enregistrer").isDisabled()).toBe(true);
  expect(await axeFindings(page)).toEqual([]);
  await press(page, "Essayer").click();
  await sheet(page).locator("[data-trial=answered]").waitFor();
  await sheet(page).getByText("Nouvelle de agence").first().waitFor();
  expect(await sheet(page).locator("[data-trial]").innerText()).toMatch(/Nouvelle/);
  expect(await axeFindings(page)).toEqual([]);
  expect(told(/Nouvelle de agence/)).toEqual([]);
  expect(feedNamed("agence")).toBeUndefined();
  await field(page, "Adresse").fill(`${address("agence")}?`);
  expect(await press(page, "Enregistrer").isDisabled()).toBe(true);
  await sheet(page).getByText("Vous avez changé quelque chose").waitFor();
  await field(page, "Adresse").fill(address("agence"));
  await press(page, "Essayer").click();
  await press(page, "Enregistrer").click();
  await row(page, "agence").waitFor();
  await witness.until("its news is on the desk", () => told(/Nouvelle de agence/).length === 1);
  expect(feedNamed("agence")).toMatchObject({ connector: "poll", everyMs: 250 });
  expect(await row(page, "agence").innerText()).toMatch(/RSS, Atom · Adresse relue/);
  expect(await axeFindings(page)).toEqual([]);
});

test("of a webhook the address and the secret are shown this once, and what is signed with it arrives", async () => {
  const page = await theatre.openPage();
  await openFeeds(page);
  await press(page, "Ajouter un flux").click();
  await field(page, "Nom").fill("script");
  const event = JSON.stringify({
    specversion: "1.0",
    id: randomUUID(),
    source: "bord-de-piste",
    type: "rebond.moment",
    data: { key: "k", kind: "note", headline: { fr: "La pluie arrive", en: "Rain is coming" } },
  });
  await field(page, "Un message d’exemple, si vous en avez un").fill("{}");
  await press(page, "Essayer").click();
  await sheet(page).getByText("pas compris").waitFor();
  await press(page, "Enregistrer quand même").waitFor();
  await field(page, "Un message d’exemple, si vous en avez un").fill(event);
  await press(page, "Essayer").click();
  await sheet(page).getByText("La pluie arrive").first().waitFor();
  await press(page, "Enregistrer").click();
  await sheet(page).getByText("il ne sera plus montré").waitFor();
  const [where, secret] = await sheet(page).locator("code").allInnerTexts();
  expect(new URL(where!).pathname).toBe("/feeds/script");
  expect(await axeFindings(page)).toEqual([]);
  const sent = await sendFeed(
    theatre.stage.desk,
    { name: "script", secret: secret! },
    { body: event, contentType: "application/cloudevents+json" },
  );
  expect(sent.status).toBe(202);
  await witness.until("it is on the desk", () => told(/La pluie/).length === 1);
  await press(page, "C’est noté").click();
  await row(page, "script").waitFor();
  expect(await page.content()).not.toContain(secret);
  await press(page, "Modifier, script").click();
  expect(await field(page, "Nom").isDisabled()).toBe(true);
  expect(await page.content()).not.toContain(secret);
});

test("what an address answers badly is said by name, and may be saved all the same", async () => {
  answers.set("panne", 503);
  const page = await theatre.openPage();
  await writePolled(page, "panne");
  await press(page, "Essayer").click();
  await sheet(page).getByText("L’essai n’a rien donné").waitFor();
  await sheet(page).getByText("L’adresse répond, mais pas par ce qui est demandé.").waitFor();
  expect(await field(page, "Adresse").getAttribute("aria-invalid")).toBe("true");
  expect(await press(page, "Enregistrer quand même").isEnabled()).toBe(true);
  await field(page, "Nom").fill("pas un nom");
  await press(page, "Essayer").click();
  await sheet(page)
    .getByRole("alert")
    .getByText(/^Le nom.*lettres/)
    .waitFor();
  expect(await field(page, "Nom").getAttribute("aria-invalid")).toBe("true");
  expect(await axeFindings(page)).toEqual([]);
});

test("muted by keyboard, a feed raises nothing and says that it is muted; listened to again, it does", async () => {
  const page = await theatre.openPage();
  await savePolled(page, "depeches");
  await press(page, "Rendre muet, depeches").focus();
  await page.keyboard.press("Enter");
  await row(page, "depeches").getByText("Muet", { exact: true }).waitFor();
  await press(page, "En faire un essai, depeches").click();
  await row(page, "depeches").getByText("Essai seulement").waitFor();
  expect(feedNamed("depeches")).toMatchObject({ muted: true, testOnly: true });
  await press(page, "Écouter de nouveau, depeches").click();
  await witness.until("it is heard", () => feedNamed("depeches")!.muted === false);
  items.set("depeches", ["Ona Puig change de club"]);
  await witness.until("news", () => told(/Ona Puig/).length === 1);
  expect(told(/Ona Puig/)[0]).toMatchObject({ test: true });
  expect(await axeFindings(page)).toEqual([]);
});

test("a feed that fails is a line on the desk, in words, that leads to it; healed, the line is gone", async () => {
  const page = await theatre.openPage();
  await savePolled(page, "resultats");
  await page.keyboard.press("Escape");
  answers.set("resultats", 503);
  const alarm = page.locator("[data-alarm=feedTrouble]");
  await alarm.waitFor();
  expect(await alarm.innerText()).toMatch(/resultats/);
  expect(await axeFindings(page)).toEqual([]);
  await alarm.getByRole("button", { name: "Flux" }).click();
  await row(page, "resultats").locator("svg").waitFor();
  expect(await row(page, "resultats").getAttribute("data-trouble")).toMatch(/refused|unreachable/);
  expect(await axeFindings(page)).toEqual([]);
  answers.set("resultats", 200);
  await shows(page, "no alarm", async () => (await alarm.count()) === 0);
});

test("whoever does not produce sees the feeds and changes nothing; in English, on a phone", async () => {
  const editor = await signInAs(theatre.stage.desk, { name: "Sana", role: "editor" });
  const page = await theatre.openPage(editor, {
    viewport: { width: 390, height: 844 },
    touch: true,
  });
  await page.getByRole("button", { name: /passer en anglais/ }).tap();
  await page.getByRole("button", { name: /Feed/ }).first().tap();
  await sheet(page).getByRole("heading", { name: "Feeds" }).waitFor();
  await sheet(page).locator("[data-feed]").first().waitFor();
  expect(await sheet(page).getByRole("button").count()).toBe(1);
  expect(await axeFindings(page)).toEqual([]);
});
