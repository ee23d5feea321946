import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { command } from "../harness/desk.ts";
import { deliveriesOf, fireMarked, type Marked, publishedOf, untilAre } from "../harness/marked.ts";
import { changeGold } from "../harness/react.ts";
import { axeFindings, dwell, shows } from "./screen.ts";
import { openTheatre, type Theatre } from "./theatre.ts";

/** An account of a network without a way to take posts back. */
const byHand = "soiree_photo";
const here = ["soiree.fr", "soiree_iles"];
let theatre: Theatre;

beforeAll(async () => {
  theatre = await openTheatre();
  const { desk, cookie, network, screen } = theatre.stage;
  const linked = await command(desk, cookie, "account.link", {
    network: "rehearsal",
    wears: "instagram",
    service: null,
    handle: byHand,
    name: "La soirée en images",
    locales: ["fr"],
    realm: "rehearsal",
    secret: network.token,
  });
  if (!linked.ok) throw new Error(`not linked: ${linked.code}`);
  await screen.until("the account is there", ({ state }) =>
    state!.accounts.some(({ handle }) => handle === byHand),
  );
});
afterAll(() => theatre?.close());
afterEach(() => theatre.closePages());

const sheet = (page: Page) => page.getByRole("dialog", { name: "Retirer du public" });
const alarm = (page: Page) => page.locator("[data-alarm=untrue]");
const untilTakenBack = (screen: Theatre["stage"]["screen"], id: string) =>
  screen.until("it was taken back", ({ state }) =>
    state!.deliveries.some((each) => each.id === id && each.takenBackAt !== null),
  );
const takeBack = (page: Page) => page.locator("[data-take-back]");

async function published(on: readonly string[]): Promise<Marked> {
  const fired = await fireMarked(theatre.stage, { on });
  await untilAre(theatre.stage.screen, fired, ["confirmed"]);
  return fired;
}

test("three keys take back what became untrue: the sheet says where that is possible, both desks lose their alarm, and the record says who", async () => {
  const { stage } = theatre;
  const page = await theatre.openPage();
  const theirs = await theatre.openPage();
  const fired = await published(here);
  await changeGold(stage.desk, fired.name, "corrected");
  for (const desk of [page, theirs]) await alarm(desk).waitFor();

  await page.keyboard.press("Shift+R");
  await sheet(page).waitFor();
  await sheet(page).locator("[data-way=here]").nth(1).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  // Enter by itself decides nothing: the button is one Tab away.
  await page.keyboard.press("Enter");
  await dwell(page);
  expect((await publishedOf(stage, fired)).toSorted()).toEqual(here);
  expect(stage.screen.state!.posts.some(({ purpose }) => purpose === "retract")).toBe(false);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");

  await sheet(page).waitFor({ state: "detached" });
  for (const desk of [page, theirs]) {
    await desk
      .locator("[data-retracted]")
      .getByText(/Retiré .*par Admin.*faux en public pendant/)
      .waitFor();
    await shows(
      desk,
      "both receipts are gone",
      async () => (await desk.locator("[data-gone]").count()) === 2,
    );
    await alarm(desk).waitFor({ state: "detached" });
  }
  expect(await publishedOf(stage, fired)).toEqual([]);
  expect(deliveriesOf(stage.screen, fired).every(({ remoteUrl }) => remoteUrl !== null)).toBe(true);
});

test("from a public line of the rail: what its network takes back goes, the rest is linked to be done by hand", async () => {
  const { stage } = theatre;
  const page = await theatre.openPage();
  const fired = await published(["soiree.fr", byHand]);
  const line = page.locator(`[data-section=public] [data-post="${fired.postId}"]`);
  await line.locator("a").nth(1).waitFor();
  await line.locator("[data-open-retract]").click();
  await sheet(page).locator("[data-way=hand]").waitFor();
  const [kept] = deliveriesOf(stage.screen, fired).filter(
    ({ account }) => account.handle === byHand,
  );
  expect(await sheet(page).locator("[data-way=hand] a").getAttribute("href")).toBe(kept!.remoteUrl);
  expect(await takeBack(page).innerText()).toBe("Retirer ce message pour de bon");
  await takeBack(page).click();
  await line
    .locator("[data-gone]")
    .getByText(/retiré à .* par Admin/)
    .waitFor();
  expect(await publishedOf(stage, fired)).toEqual([byHand]);
  // Opened again, there is nothing left to press.
  await line.locator("[data-open-retract]").click();
  await sheet(page).getByText("Rien de plus ne se retire d’ici.").waitFor();
  expect(await takeBack(page).count()).toBe(0);
});

test("from the queue as well, one message at a time", async () => {
  const { stage } = theatre;
  const page = await theatre.openPage();
  const fired = await published(here);
  const [bluesky] = deliveriesOf(stage.screen, fired).filter(
    ({ account }) => account.handle === "soiree.fr",
  );
  await page.keyboard.press("g");
  await page.keyboard.press("q");
  await page.locator(`[data-delivery="${bluesky!.id}"] [data-open-retract]`).click();
  await takeBack(page).click();
  await untilTakenBack(stage.screen, bluesky!.id);
  const line = page.locator(`[data-delivery="${bluesky!.id}"]`);
  await line.locator("[data-open-retract]").waitFor({ state: "detached" });
  expect(await publishedOf(stage, fired)).toEqual(["soiree_iles"]);
});
