import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { command } from "../harness/desk.ts";
import { raiseGold } from "../harness/react.ts";
import { openRecord } from "../harness/record.ts";
import { signInAs } from "../harness/sign-in-as.ts";
import { armFirst, axeFindings, dwell, lookAtAll, rowOf } from "./screen.ts";
import { openTheatre, type Theatre } from "./theatre.ts";

let theatre: Theatre;
beforeAll(async () => {
  theatre = await openTheatre();
  const { desk, cookie, screen } = theatre.stage;
  const record = await openRecord(desk);
  await record.db.updateTable("accounts").set({ realm: "live" }).execute();
  await record.close();
  await command(desk, cookie, "campaign.setMode", { mode: "onAir" });
  await screen.until("it is on air", ({ state }) => state?.campaign.mode === "onAir");
});
afterAll(() => theatre?.close());
afterEach(() => theatre.closePages());

test("a colleague's words said nearly again are shown beside one's own; Enter in the reason publishes nothing, Ctrl+Enter does, and the rail says why", async () => {
  const { desk, screen } = theatre.stage;
  const sana = await signInAs(desk, { name: "Sana Kone", role: "editor" });
  const page = await theatre.openPage();
  const theirs = await theatre.openPage(sana);
  const name = "Ana Nearly";
  const first = await raiseGold(desk, screen, { name });
  await rowOf(theirs, first.id).click();
  await armFirst(theirs);
  await lookAtAll(theirs);
  await theirs.keyboard.press("Enter");
  await screen.until("the first is fired", ({ state }) =>
    state!.posts.some(({ momentId }) => momentId === first.id),
  );

  const second = await raiseGold(desk, screen, { name });
  await rowOf(page, second.id).click();
  await armFirst(page);
  // The very same words are another refusal: one word is changed in each.
  const edits = page.getByRole("button", { name: /^Modifier/ });
  await edits.first().click();
  const fields = page.locator("textarea");
  for (let at = 0; at < (await fields.count()); at += 1) {
    const text = await fields.nth(at).inputValue();
    await fields.nth(at).fill(`${text} bravo`);
  }
  await page.locator("[data-fire][data-ready=true]").waitFor();
  await page.keyboard.press("Escape");
  await dwell(page);
  await lookAtAll(page);
  await page.keyboard.press("Enter");
  const near = page.getByRole("alert").filter({ hasText: "presque les mêmes mots" });
  await near.getByText(/^Sana Kone a publié presque les mêmes mots sur/).waitFor();
  expect(await near.locator("blockquote").count()).toBe(2);
  expect(await axeFindings(page)).toEqual([]);

  const reason = near.getByLabel("Pourquoi le redire");
  await reason.fill("ok");
  await page.keyboard.press("Control+Enter");
  await near.getByText("Donnez la raison en quelques mots").waitFor();
  await reason.fill("La première annonce était provisoire");
  await page.keyboard.press("Enter");
  await dwell(page);
  expect(screen.state!.posts.some(({ momentId }) => momentId === second.id)).toBe(false);
  await page.keyboard.press("Control+Enter");
  await screen.until("it is fired", ({ state }) =>
    state!.posts.some(({ momentId }) => momentId === second.id),
  );
  await page
    .locator("[data-section=public]")
    .getByText(/redit\s: La première annonce était provisoire/)
    .waitFor();
});
