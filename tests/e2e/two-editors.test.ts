import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openConsole, type TestConsole } from "../harness/console.ts";
import { type Credential, type Desk, signIn, startDesk } from "../harness/desk.ts";
import { raiseGold } from "../harness/react.ts";
import { type FlakyWire, layWire } from "./flaky-wire.ts";
import { armFirst, openBrowser, openScreen, rowOf } from "./screen.ts";

let wire: FlakyWire;
let desk: Desk;
let browser: Browser;
let cookie: Credential;
let witness: TestConsole;

beforeAll(async () => {
  wire = await layWire();
  desk = await startDesk();
  wire.reach(desk.port);
  browser = await openBrowser(desk, wire);
  cookie = await signIn(desk);
  witness = openConsole(desk, cookie);
  await witness.until("the desk", ({ state }) => state !== null);
});
afterAll(async () => {
  witness?.close();
  await browser?.close();
  await desk?.stop();
  await wire?.close();
});

test("two consoles that publish on one moment at the same instant make one post, and the other says why", async () => {
  const moment = await raiseGold(desk, witness);
  const screens = await Promise.all([1, 2].map(() => openScreen(browser, desk, cookie)));
  const pages = screens.map(({ page }) => page);
  for (const page of pages) {
    await rowOf(page, moment.id).click();
    await armFirst(page);
  }
  await Promise.all(pages.map((page) => page.keyboard.press("Enter")));
  const refusals = pages.map((page) =>
    page.getByText(/Déjà publié sur ce moment|trop rapprochées/),
  );
  await Promise.any(refusals.map((words) => words.waitFor()));
  for (const page of pages) await page.locator("[data-section=public] li").first().waitFor();
  const counts = await Promise.all(refusals.map((words) => words.count()));
  expect(counts.toSorted((a, b) => a - b)).toEqual([0, 1]);
  expect(witness.state!.posts.filter(({ momentId }) => momentId === moment.id)).toHaveLength(1);
  expect(screens.flatMap(({ faults }) => faults)).toEqual([]);
});
