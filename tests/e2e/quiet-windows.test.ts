import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { raiseGold } from "../harness/react.ts";
import { signInAs } from "../harness/sign-in-as.ts";
import { armFirst, axeFindings, dwell, lookAtAll, rowOf, shows } from "./screen.ts";
import { openTheatre, type Theatre } from "./theatre.ts";

let theatre: Theatre;
beforeAll(async () => {
  theatre = await openTheatre();
});
afterAll(() => theatre?.close());
afterEach(() => theatre.closePages());

test("a producer sets a silence in the charter: every desk says until when and why, Enter publishes nothing; without it, it publishes", async () => {
  const { desk, screen } = theatre.stage;
  const lea = await signInAs(desk, { name: "Léa", role: "editor" });
  const [produces, edits] = [await theatre.openPage(), await theatre.openPage(lea)];
  const moment = await raiseGold(desk, screen);
  await rowOf(edits, moment.id).click();
  await armFirst(edits);
  await lookAtAll(edits);
  const bar = edits.locator("[data-fire]");

  await produces.keyboard.press("g");
  await produces.keyboard.press("c");
  const charter = produces.getByRole("dialog");
  await charter.getByRole("button", { name: "Ajouter ce silence" }).click();
  await charter.getByRole("alert").getByText("Donnez un nom").waitFor();
  await charter.getByLabel("Pourquoi").fill("Cérémonie de l’hôte");
  await charter.getByRole("button", { name: "Ajouter ce silence" }).click();
  const line = charter.locator("[data-quiet]");
  await line.getByText("Cérémonie de l’hôte").waitFor();
  expect(await axeFindings(produces)).toEqual([]);

  await shows(edits, "the silence", async () => (await bar.getAttribute("data-why")) === "quiet");
  expect(await bar.innerText()).toMatch(/Silence jusqu’à \d\d:\d\d\s: Cérémonie de l’hôte/);
  expect(await axeFindings(edits)).toEqual([]);
  await dwell(edits);
  await edits.keyboard.press("Enter");
  await dwell(edits);

  await line.getByRole("button", { name: /Supprimer/ }).click();
  await edits.locator("[data-fire][data-ready=true]").waitFor();
  expect(screen.state!.posts.filter(({ momentId }) => momentId === moment.id)).toEqual([]);
  await dwell(edits);
  await lookAtAll(edits);
  await edits.keyboard.press("Enter");
  await screen.until("it is fired", ({ state }) =>
    state!.posts.some(({ momentId }) => momentId === moment.id),
  );
});
