import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { raiseGold } from "../harness/react.ts";
import { signInAs } from "../harness/sign-in-as.ts";
import { armFirst, axeFindings, rowOf } from "./screen.ts";
import { openTheatre, type Theatre } from "./theatre.ts";

let theatre: Theatre;
beforeAll(async () => {
  theatre = await openTheatre();
});
afterAll(() => theatre?.close());
afterEach(() => theatre.closePages());

test("a colleague who opens a moment is named on its row, and « écrit… » stands above its reactions while they write; nothing moves for it", async () => {
  const { desk, screen } = theatre.stage;
  const sana = await signInAs(desk, { name: "Sana Kone", role: "editor" });
  const [page, theirs] = [await theatre.openPage(), await theatre.openPage(sana)];
  const moment = await raiseGold(desk, screen);
  const other = await raiseGold(desk, screen);
  const mine = rowOf(page, moment.id);
  await rowOf(page, other.id).waitFor();
  await mine.click();
  const reactions = page.getByRole("button", { name: /^1/ }).first();
  const places = async () => [
    await mine.boundingBox(),
    await rowOf(page, other.id).boundingBox(),
    await reactions.boundingBox(),
  ];
  const before = await places();

  await rowOf(theirs, other.id).click();
  await rowOf(page, other.id).getByText("Sana Kone regarde").waitFor({ state: "attached" });
  expect(await mine.getByText(/Sana/).count()).toBe(0);

  await rowOf(theirs, moment.id).click();
  await page.locator("[data-others=looking]").getByText("Sana Kone regarde").waitFor();
  expect(await places()).toEqual(before);
  await armFirst(theirs);
  await theirs.keyboard.press("e");
  await page.locator("[data-others=writing]").getByText("Sana Kone écrit…").waitFor();
  expect(await reactions.boundingBox()).toEqual(before[2]);
  expect(await axeFindings(page)).toEqual([]);

  await theirs.keyboard.press("Escape");
  await page.locator("[data-others=looking]").waitFor();
  await theirs.close();
  await page.locator("[data-others]").waitFor({ state: "detached" });
});
