/** The sample evening in a real browser, ten times faster than it plays: what a newcomer sees, from the first start list to good night. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { openConsole, type TestConsole } from "../harness/console.ts";
import { type Desk, signIn, startDesk } from "../harness/desk.ts";
import { type FlakyWire, layWire } from "./flaky-wire.ts";
import { openBrowser, openScreen, type Screen, shows } from "./screen.ts";

let desk: Desk;
let wire: FlakyWire;
let browser: Browser;
let screen: Screen;
let record: TestConsole;

beforeAll(async () => {
  wire = await layWire();
  desk = await startDesk({ env: { REBOND_REHEARSAL: "on", REBOND_REHEARSAL_SPEED: "10" } });
  wire.reach(desk.port);
  browser = await openBrowser(desk, wire);
  const cookie = await signIn(desk);
  record = openConsole(desk, cookie);
  screen = await openScreen(browser, desk, cookie);
});
afterAll(async () => {
  record?.close();
  await browser?.close();
  await desk?.stop();
  await wire?.close();
});

const rows = "article[data-moment]";
const planned = () => record.state?.slots ?? [];

/** Of the slots of one loop: the next loop plans its own. */
function statesOf(posts: ReadonlySet<string>): string[] {
  return (record.state?.deliveries ?? [])
    .filter(({ postId }) => posts.has(postId))
    .map(({ state }) => state);
}

test("the sample evening plays from the first start to good night, and each of its slots leaves on its own", async () => {
  await record.until("the evening’s day sheet is planned", () => planned().length === 7);
  const posts = new Set<string>(planned().map(({ postId }) => postId));
  const { page } = screen;
  await page.getByRole("button", { name: /^Tous/ }).click();
  await shows(page, "the first start", async () => {
    await page.keyboard.press("Home");
    return page.locator(rows).first().isVisible();
  });
  await record.until(
    "the last moment of the evening",
    (self) =>
      self.state?.moments.some(({ headline }) => headline.en.includes("practice evening")) ?? false,
    120_000,
  );
  await record.until(
    "every slot is public",
    () => {
      const states = statesOf(posts);
      return states.length === 28 && states.every((state) => state === "confirmed");
    },
    60_000,
  );
  expect(record.state?.moments.length).toBeGreaterThanOrEqual(40);
  await shows(page, "the end of the evening", async () => {
    await page.keyboard.press("Home");
    return page
      .locator(rows)
      .filter({ hasText: "La soirée d’entraînement est finie" })
      .first()
      .isVisible();
  });
  await shows(page, "good night, with its receipts", async () =>
    page.locator("[data-section=public]").getByText("Bonne nuit").isVisible(),
  );
  expect(screen.faults).toEqual([]);
}, 240_000);
