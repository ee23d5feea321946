import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { command, type Credential } from "../harness/desk.ts";
import { marker, publishedOf } from "../harness/marked.ts";
import { raiseGold, sendMoment, shownMoment } from "../harness/react.ts";
import { signInAs } from "../harness/sign-in-as.ts";
import { armFirst, dwell, lookAtAll, rowOf, shows } from "./screen.ts";
import { openTheatre, type Theatre } from "./theatre.ts";

let theatre: Theatre;
let lea: Credential;
let sana: Credential;
beforeAll(async () => {
  theatre = await openTheatre();
  lea = await signInAs(theatre.stage.desk, { name: "Léa", role: "editor" });
  sana = await signInAs(theatre.stage.desk, { name: "Sana", role: "editor" });
  const { desk, cookie } = theatre.stage;
  // What is agreed to leaves soon: how long it waits is told elsewhere.
  const soon = await command(desk, cookie, "campaign.setSensitiveUndo", { sensitiveUndoMs: 0 });
  expect(soon).toMatchObject({ ok: true });
});
afterAll(() => theatre?.close());
afterEach(() => theatre.closePages());

/** Somebody is disqualified, as a feed says it. */
async function raiseGrave(name: string) {
  const { desk, screen } = theatre.stage;
  await sendMoment(desk, {
    key: name,
    kind: "disqualification",
    headline: { fr: `${name} disqualifiée`, en: `${name} disqualified` },
    participants: [{ code: "1", name, organisation: "NOR", gender: "W" }],
    facts: { eventName: { fr: "100 m femmes", en: "Women’s 100 m" } },
  });
  return shownMoment(screen, name);
}

/** Picks the moment's first reaction and presses Enter on it. */
async function fireFirst(page: Page, momentId: string): Promise<void> {
  await rowOf(page, momentId).click();
  await armFirst(page);
  await lookAtAll(page);
  await page.keyboard.press("Enter");
}

const awaiting = (page: Page) => page.locator("[data-awaiting]");
const sheet = (page: Page) => page.locator("[data-approval]");

test("a grave moment leaves only when a colleague has read the very texts and pressed Enter on them", async () => {
  const name = marker();
  const moment = await raiseGrave(name);
  const [asks, agrees] = [await theatre.openPage(lea), await theatre.openPage(sana)];
  await rowOf(asks, moment.id).click();
  await armFirst(asks);
  await lookAtAll(asks);
  const bar = asks.locator("[data-fire]");
  expect(await bar.innerText()).toMatch(/Demander l’accord pour \d+ messages/);
  expect(await bar.innerText()).toMatch(/deuxième personne/);
  const shown = await asks.locator("[data-preview] [data-text]").allTextContents();
  await asks.keyboard.press("Enter");
  await awaiting(asks).getByText("Une autre personne doit donner son accord").waitFor();
  await agrees.getByText("Léa demande votre accord").waitFor();
  await agrees.keyboard.press("a");
  await sheet(agrees).waitFor();
  const read = await sheet(agrees).locator("[data-text]").allTextContents();
  expect(read.length).toBeGreaterThan(1);
  expect(read.toSorted()).toEqual(shown.toSorted());
  expect(await publishedOf(theatre.stage, { name })).toEqual([]);
  await agrees.keyboard.press("Enter");
  await sheet(agrees).waitFor({ state: "detached" });
  for (const page of [asks, agrees]) {
    await page.locator("[data-section=public] li").first().waitFor();
    expect(await awaiting(page).count()).toBe(0);
  }
  expect(await publishedOf(theatre.stage, { name })).toHaveLength(read.length);
});

test("a colleague's no publishes nothing, and the moment is to be handled again", async () => {
  const name = marker();
  const moment = await raiseGrave(name);
  const [asks, refuses] = [await theatre.openPage(lea), await theatre.openPage(sana)];
  await fireFirst(asks, moment.id);
  await awaiting(refuses).waitFor();
  await refuses.keyboard.press("a");
  await sheet(refuses).locator("[data-refuse]").click();
  await awaiting(asks).waitFor({ state: "detached" });
  await rowOf(refuses, moment.id).waitFor();
  expect(await publishedOf(theatre.stage, { name })).toEqual([]);
});

test("who asked can take it back with Z, and the sheet a colleague has open says that nothing is left to decide", async () => {
  const name = marker();
  const moment = await raiseGrave(name);
  const [asks, reads] = [await theatre.openPage(lea), await theatre.openPage(sana)];
  await fireFirst(asks, moment.id);
  await awaiting(reads).waitFor();
  await reads.keyboard.press("a");
  await sheet(reads).waitFor();
  await awaiting(asks).waitFor();
  await asks.keyboard.press("z");
  await sheet(reads).getByText("plus rien à décider").waitFor();
  expect(await sheet(reads).locator("[data-agree]").count()).toBe(0);
  await reads.keyboard.press("Escape");
  await reads.keyboard.press("Enter");
  expect(await publishedOf(theatre.stage, { name })).toEqual([]);
});

test("the producer says what takes two, and every fire bar says so at once", async () => {
  const { desk, screen } = theatre.stage;
  const moment = await raiseGold(desk, screen);
  const [producer, editor] = [await theatre.openPage(), await theatre.openPage(lea)];
  await rowOf(editor, moment.id).click();
  await armFirst(editor);
  const bar = editor.locator("[data-fire]");
  expect(await bar.innerText()).toContain("Publier");
  await producer.keyboard.press("g");
  await producer.keyboard.press("c");
  await producer.getByRole("checkbox", { name: "Médaille" }).click();
  await shows(editor, "that it takes two", async () =>
    (await bar.innerText()).includes("Demander l’accord"),
  );
  await dwell(editor);
  await producer.getByRole("checkbox", { name: "Médaille" }).click();
  await shows(editor, "that one is enough", async () =>
    (await bar.innerText()).includes("Publier"),
  );
});
