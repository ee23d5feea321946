import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Credential } from "../harness/desk.ts";
import { marker, publishedOf } from "../harness/marked.ts";
import { raisedAgo } from "../harness/picture.ts";
import { raiseGold } from "../harness/react.ts";
import { signInAs } from "../harness/sign-in-as.ts";
import { armFirst, axeFindings, lookAtAll, rowOf, shows } from "./screen.ts";
import { openTheatre, type Theatre } from "./theatre.ts";

let theatre: Theatre;
let lea: Credential;
beforeAll(async () => {
  theatre = await openTheatre();
  lea = await signInAs(theatre.stage.desk, { name: "Léa", role: "editor" });
});
afterAll(() => theatre?.close());
afterEach(() => theatre.closePages());

/** The seconds that the fire bar says are left to the picture; null where it says nothing of it. */
async function secondsLeft(page: Page): Promise<number | null> {
  const words = await page.locator("[data-fire]").innerText();
  const said = /Avec l’image \+(\d+)\ss/.exec(words);
  return said && Number(said[1]);
}

test("B when the picture is on screen; where the house waits for it, the bar counts down to it and Z still takes it back", async () => {
  const { desk, screen } = theatre.stage;
  const seen = await raisedAgo(theatre.stage, 75_000);
  const sees = await theatre.openPage(lea);
  await rowOf(sees, seen.id).click();
  await sees.keyboard.press("b");
  await sees
    .getByRole("status")
    .filter({ hasText: /Image \d+,\d\ss après le flux \(première mesure\)/ })
    .waitFor();
  const producer = await theatre.openPage();
  await producer.keyboard.press("g");
  await producer.keyboard.press("c");
  await producer.getByRole("checkbox", { name: /Jamais avant l’image/ }).click();
  await screen.until("the house waits", ({ state }) => state!.campaign.notBeforePicture);
  expect(await axeFindings(producer)).toEqual([]);
  await producer.keyboard.press("Escape");
  await producer.getByRole("dialog").waitFor({ state: "detached" });

  const name = marker();
  const moment = await raiseGold(desk, screen, { name });
  const page = await theatre.openPage(lea);
  await rowOf(page, moment.id).click();
  await armFirst(page);
  await shows(page, "the wait", async () => (await secondsLeft(page)) !== null);
  const first = (await secondsLeft(page))!;
  await shows(page, "that it shrinks", async () => ((await secondsLeft(page)) ?? first) < first);
  await lookAtAll(page);
  await page.keyboard.press("Enter");
  await page.locator("[data-section=undoable] li").first().waitFor();
  await page.keyboard.press("z");
  await page.locator("[data-section=undoable] li").first().waitFor({ state: "detached" });
  expect(await publishedOf(theatre.stage, { name })).toEqual([]);

  await producer.keyboard.press("g");
  await producer.keyboard.press("f");
  const line = producer.locator("[data-feed=rebond] [data-picture-delay]");
  expect(await line.innerText()).toMatch(/image \d+,\d\ss après le flux, sur un appui/);
  await producer.getByRole("button", { name: "Oublier le retard de l’image, rebond" }).click();
  await line.waitFor({ state: "detached" });
});
