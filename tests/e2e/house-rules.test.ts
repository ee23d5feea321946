import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { raiseGold } from "../harness/react.ts";
import { signInAs } from "../harness/sign-in-as.ts";
import { armFirst, axeFindings, dwell, rowOf } from "./screen.ts";
import { openTheatre, type Theatre } from "./theatre.ts";

let theatre: Theatre;
beforeAll(async () => {
  theatre = await openTheatre();
});
afterAll(() => theatre?.close());
afterEach(() => theatre.closePages());

test("a producer says the house's words and tries them; an editor reads while typing what they say of the text, and a banned word does not leave", async () => {
  const { desk, screen } = theatre.stage;
  const lea = await signInAs(desk, { name: "Léa", role: "editor" });
  const [produces, edits] = [await theatre.openPage(), await theatre.openPage(lea)];
  await produces.keyboard.press("g");
  await produces.keyboard.press("c");
  const charter = produces.getByRole("dialog");
  await charter.getByLabel("Le mot-dièse de chaque message").fill("#NuitDesIles");
  await charter.getByLabel("Jamais dits, un par ligne").fill("raté\nhumiliée");
  await charter.getByLabel("Émojis par message, au plus").fill("1");
  await charter.getByLabel("Essayez un texte").fill("Un départ RATE 🥇🥇");
  await charter
    .getByText(
      "La charte ne dit jamais «\u00a0raté\u00a0». Sans #NuitDesIles. 2 émojis, 1 au plus.",
    )
    .waitFor();
  expect(await axeFindings(produces)).toEqual([]);
  await charter.getByRole("button", { name: "Garder ces règles" }).click();
  await charter.getByText("Ces règles valent dès maintenant.").waitFor();

  const moment = await raiseGold(desk, screen);
  await rowOf(edits, moment.id).click();
  await armFirst(edits);
  await edits.locator("[data-finding=hashtag]").first().waitFor();
  await edits.keyboard.press("e");
  const field = edits.locator("textarea").first();
  await field.fill("Humiliée en finale. #NuitDesIles");
  const card = edits.locator("article", { has: edits.locator("textarea") }).first();
  await card.locator("[data-finding=banned]").waitFor();
  expect(await card.locator("[data-finding=hashtag]").count()).toBe(0);
  await edits.locator("[data-fire][data-why=banned]").waitFor();
  expect(await axeFindings(edits)).toEqual([]);
  await edits.keyboard.press("Control+Enter");
  await dwell(edits);
  expect(screen.state!.posts.some(({ momentId }) => momentId === moment.id)).toBe(false);

  await field.fill("Battue en finale, et debout. #NuitDesIles");
  await edits.locator("[data-fire][data-ready=true]").waitFor();
  await dwell(edits);
  await edits.keyboard.press("Control+Enter");
  // What was not in view is shown first.
  for (let press = 0; press < 4; press += 1) {
    if (screen.state!.posts.some(({ momentId }) => momentId === moment.id)) break;
    await dwell(edits);
    await edits.keyboard.press("Control+Enter");
  }
  await screen.until("it is fired", ({ state }) =>
    state!.posts.some(({ momentId }) => momentId === moment.id),
  );
});
