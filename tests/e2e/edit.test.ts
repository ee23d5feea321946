import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { TestConsole } from "../harness/console.ts";
import { raiseGold, sendGold } from "../harness/react.ts";
import type { Stage } from "../harness/stage.ts";
import { armFirst, axeFindings, dwell, lookAtAll, rowOf, shows } from "./screen.ts";
import { openTheatre, type Theatre } from "./theatre.ts";

let theatre: Theatre;
let stage: Stage;
let witness: TestConsole;

beforeAll(async () => {
  theatre = await openTheatre();
  ({ stage } = theatre);
  witness = stage.screen;
});
afterAll(() => theatre?.close());
afterEach(() => theatre.closePages());

const fireBar = (page: Page) => page.locator("[data-fire]");
const ready = (page: Page) => page.locator("[data-fire][data-ready=true]").waitFor();
const field = (page: Page, account: string) => page.getByRole("textbox", { name: account });
const card = (page: Page, account: string) =>
  page.locator("article[data-exact]").filter({ hasText: account });
const offer = (page: Page) => page.getByText(/Brouillon de \d\d:\d\d/);
const posts = (): number => witness.state!.posts.length;

/** What the network has with these words in it, by account. */
async function publicWith(words: RegExp): Promise<Record<string, string>> {
  const found = (await stage.network.posts()).filter(({ text }) => words.test(text));
  return Object.fromEntries(found.map(({ handle, text }) => [handle, text]));
}

/** Writes at the end of the field one is in, and the page is over before anything else can happen in it. */
async function endAfterKey(page: Page, letters: string): Promise<void> {
  const again = page.waitForEvent("load");
  await page.evaluate((typed) => {
    document.execCommand("insertText", false, typed);
    location.reload();
  }, letters);
  await again;
}

/** A gold medal of this athlete, chosen on the page. */
async function chosenGold(page: Page, name: string, key = name): Promise<void> {
  const moment = await raiseGold(stage.desk, witness, { name, key });
  await rowOf(page, moment.id).click();
}

test("E opens the texts, Enter in them publishes nothing, and Ctrl+Enter publishes the very words, each where it belongs", async () => {
  const page = await theatre.openPage();
  await chosenGold(page, "Lia Écrite");
  const before = posts();
  await page.keyboard.press("e");
  await field(page, "soiree_iles").waitFor();
  expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toMatch(
    /soiree_iles/,
  );
  // The foot of the page names the keys that act now: a text has all the others.
  const legend = page.locator("footer").filter({ hasText: "Touches" });
  expect(await legend.innerText()).toContain("publier depuis le texte");
  expect(await legend.innerText()).not.toContain("préparer");
  await ready(page);
  await dwell(page);
  await page.keyboard.press("Enter");
  await page.keyboard.type("2 tours d'avance : quelle fin !");
  // The same wording was prepared for Bluesky in French: it is one text.
  await shows(page, "both French texts", async () =>
    /2 tours/.test(await field(page, "soiree.fr").inputValue()),
  );
  expect(await field(page, "islands_evening").inputValue()).not.toContain("2 tours");
  await field(page, "islands_evening").fill("Lia Écrite, two laps ahead 👩‍👩‍👧‍👦 東京");
  await ready(page);
  expect(await card(page, "islands_evening").innerText()).toMatch(/\d\d \/ 280/);
  expect(await axeFindings(page)).toEqual([]);
  expect(posts()).toBe(before);
  await page.keyboard.press("Control+Enter");
  await shows(page, "four receipts", async () => {
    const receipts = page.locator("[data-section=public] [data-post]").first().locator("a");
    return (await receipts.count()) === 4;
  });
  expect(posts()).toBe(before + 1);
  const said = await publicWith(/Écrite/);
  expect(said["islands_evening"]).toBe("Lia Écrite, two laps ahead 👩‍👩‍👧‍👦 東京");
  expect(said["evening.en"]).toBe(said["islands_evening"]);
  const french = said["soiree_iles"]!;
  expect(french).toMatch(/^Lia Écrite en or[\s\S]*\n2 tours d’avance\u00a0: quelle fin\u202f!$/);
  expect(said["soiree.fr"]).toBe(french);
});

test("a text left with Escape stays armed, shows its exact words, and Enter publishes them; the prepared ones can come back", async () => {
  const page = await theatre.openPage();
  await chosenGold(page, "Noa Reprise");
  await armFirst(page);
  await page.keyboard.press("e");
  await field(page, "soiree_iles").fill("Noa Reprise, l'or !");
  await page.keyboard.press("Escape");
  await card(page, "soiree_iles").getByText("Noa Reprise, l’or\u202f!").waitFor();
  await card(page, "soiree_iles").getByText("Exact, à la main").waitFor();
  await ready(page);
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole("button", { name: "Remettre le texte préparé" }).click();
  await card(page, "soiree_iles")
    .getByText(/Merci pour cette soirée/)
    .waitFor();
  await page.keyboard.press("e");
  await field(page, "soiree_iles").fill("");
  await fireBar(page).getByText("Un texte est vide").waitFor();
  await page.keyboard.press("Control+Enter");
  await field(page, "soiree_iles").fill("é".repeat(281));
  await card(page, "soiree_iles").getByText("1 caractère de trop").waitFor();
  await page.keyboard.press("Control+Enter");
  const before = posts();
  await field(page, "soiree_iles").fill("Noa Reprise, encore.");
  await page.keyboard.press("Escape");
  await ready(page);
  await dwell(page);
  await lookAtAll(page);
  await page.keyboard.press("Enter");
  await shows(
    page,
    "it is public",
    async () => Object.values(await publicWith(/^Noa Reprise, encore\.$/)).length === 2,
  );
  expect(posts()).toBe(before + 1);
});

test("a draft survives a reload of the tab: it is offered when its reaction is armed, and can be taken up or dropped", async () => {
  const page = await theatre.openPage();
  await chosenGold(page, "Ava Gardée");
  await armFirst(page);
  await page.keyboard.press("e");
  await field(page, "soiree_iles").fill("Ava Gardée, un brouillo");
  await endAfterKey(page, "n.");
  await page.locator("[data-connection=live]").waitFor();
  const { id } = witness.state!.moments.find(({ headline }) => headline.fr.includes("Gardée"))!;
  await rowOf(page, id).click();
  await armFirst(page);
  await offer(page).waitFor();
  expect(await card(page, "soiree_iles").innerText()).not.toContain("brouillon");
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press("e");
  await shows(
    page,
    "the draft",
    async () => (await field(page, "soiree_iles").inputValue()) === "Ava Gardée, un brouillon.",
  );
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await armFirst(page);
  await page.getByRole("button", { name: "Le jeter" }).click();
  await offer(page).waitFor({ state: "detached" });
  await page.keyboard.press("Escape");
  await armFirst(page);
  expect(await offer(page).count()).toBe(0);
});

test("while one writes the moment is corrected: the letters stay letters, nothing leaves, and the draft is there for the new version", async () => {
  const page = await theatre.openPage();
  await chosenGold(page, "Mia Corrigée");
  await armFirst(page);
  await page.keyboard.press("e");
  await field(page, "soiree_iles").fill("Mia Corrigée");
  await ready(page);
  const before = posts();
  await sendGold(stage.desk, "Mia Corrigée", "10.69", "Mia Corrigée");
  await page
    .getByRole("alert")
    .getByText(/version 1 → 2/)
    .waitFor();
  await page.keyboard.type(" pz1 ");
  await page.keyboard.press("Control+Enter");
  await fireBar(page).getByText("Ce texte n’est plus armé").waitFor();
  expect(await field(page, "soiree_iles").inputValue()).toBe("Mia Corrigée pz1 ");
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await armFirst(page);
  await page.getByText(/version 1 du moment, qui en est à la 2/).waitFor();
  expect(posts()).toBe(before);
  await page.keyboard.press("e");
  await page.keyboard.press("Control+Enter");
  await shows(
    page,
    "it is public",
    async () => Object.values(await publicWith(/^Mia Corrigée pz1$/)).length === 2,
  );
});

test("by hand: words with no template, in one language, leave once the other is left out", async () => {
  const page = await theatre.openPage();
  await chosenGold(page, "Zoé Main");
  await page.locator("[data-by-hand]").click();
  await field(page, "soiree_iles").fill("Zoé Main, sans modèle.");
  await fireBar(page)
    .getByText(/X EN, Bluesky EN.*écartez-le/)
    .waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await dwell(page);
  await page.keyboard.press("l");
  await ready(page);
  await dwell(page);
  await lookAtAll(page);
  await page.keyboard.press("Enter");
  await shows(
    page,
    "two posts",
    async () =>
      Object.keys(await publicWith(/^Zoé Main, sans modèle\.$/))
        .toSorted()
        .join() === "soiree.fr,soiree_iles",
  );
  const made = witness.state!.deliveries.find(({ text }) => text.startsWith("Zoé Main"))!;
  expect(witness.state!.posts.find(({ id }) => id === made.postId)?.templateId).toBeNull();
});

test("words written through a cut are kept, and can leave when the desk is back", async () => {
  const page = await theatre.openPage();
  await chosenGold(page, "Ida Coupée");
  await armFirst(page);
  await page.keyboard.press("e");
  theatre.wire.cut();
  await field(page, "soiree_iles").fill("Ida Coupée, gardée.");
  await fireBar(page)
    .getByText(/Déconnecté|Rattrapage/)
    .waitFor();
  theatre.wire.mend();
  await ready(page);
  expect(await field(page, "soiree_iles").inputValue()).toBe("Ida Coupée, gardée.");
});
