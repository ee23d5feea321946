/** Tab reaches everything a hand reaches, in the order of the page, and shows where it is. */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { raiseGold } from "../harness/react.ts";
import { armFirst, rowOf } from "./screen.ts";
import { openTheatre, type Theatre } from "./theatre.ts";

let theatre: Theatre;

beforeAll(async () => {
  theatre = await openTheatre();
});
afterAll(() => theatre?.close());
afterEach(() => theatre.closePages());

/** Numbers every control that can be seen, in the page's order, and says what each is. A place to rest is none. */
function number(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const controls =
      "a[href], button, input, select, textarea, summary, [role=button], [tabindex]:not([data-rest])";
    const seen = [...document.querySelectorAll<HTMLElement>(controls)].filter(
      (each) => each.checkVisibility() && !each.matches(":disabled") && !each.closest("[inert]"),
    );
    return seen.map((each, at) => {
      each.dataset["nr"] = String(at);
      const name = each.getAttribute("aria-label") ?? each.innerText;
      return `${each.tagName} ${name.replaceAll(/\s+/g, " ").slice(0, 40)}`;
    });
  });
}

type Stop = { at: number; isShown: boolean };

/** Presses Tab until it is back where it began; each control it stopped at, and whether the focus could be seen there. */
async function walk(page: Page, most: number): Promise<Stop[]> {
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  const stops: Stop[] = [];
  for (let presses = 0; presses < most + 10; presses += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const { activeElement } = document;
      if (!(activeElement instanceof HTMLElement) || !activeElement.dataset["nr"]) return null;
      const { outlineStyle, outlineWidth } = getComputedStyle(activeElement);
      const isShown = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
      return { at: Number(activeElement.dataset["nr"]), isShown };
    });
    if (stop && stops.some(({ at }) => at === stop.at)) break;
    if (stop) stops.push(stop);
  }
  return stops;
}

/** Nothing is passed over but what the arrows reach: the other rows of the list of moments. */
async function expectEveryControl(page: Page): Promise<void> {
  const names = await number(page);
  const stops = await walk(page, names.length);
  const byArrows = await page
    .locator("[role=feed] article[tabindex='-1']")
    .evaluateAll((rows) => rows.map((row) => Number((row as HTMLElement).dataset["nr"])));
  const visited = new Set(stops.map(({ at }) => at));
  const missed = names.filter((_, at) => !visited.has(at) && !byArrows.includes(at));
  expect(missed).toEqual([]);
  expect(stops.length).toBeGreaterThan(10);
  expect(stops.filter(({ isShown }) => !isShown).map(({ at }) => names[at])).toEqual([]);
  // It began where the focus was last, and went round.
  const order = stops.map(({ at }) => at);
  const start = order.indexOf(Math.min(...order));
  const fromTheTop = [...order.slice(start), ...order.slice(0, start)];
  expect(fromTheTop).toEqual(order.toSorted((a, b) => a - b));
}

test("on the desk, with a moment armed", async () => {
  const page = await theatre.openPage();
  const { desk, screen } = theatre.stage;
  await raiseGold(desk, screen);
  const moment = await raiseGold(desk, screen);
  await rowOf(page, moment.id).waitFor();
  await expectEveryControl(page);
  await rowOf(page, moment.id).click();
  await armFirst(page);
  await expectEveryControl(page);
});

test("in the sheet of keys, whose every key can be changed from there", async () => {
  const page = await theatre.openPage();
  await page.keyboard.press("?");
  await page.getByRole("dialog").getByRole("status").waitFor();
  // What is behind it is out of reach, as for a hand.
  await page.evaluate(() => {
    for (const part of document.querySelectorAll("header, main, footer, nav"))
      part.toggleAttribute("inert", true);
  });
  await expectEveryControl(page);
});
