/** Every state of the console, one by one: as `/stories` shows them while developing, with the real components. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type ViteDevServer } from "vite";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePorts } from "../harness/ports.ts";
import { axeFindings, openPlainBrowser, shows } from "./screen.ts";

const root = join(import.meta.dirname, "../../client");

type Told = { name: string; fr: string; en: string };
let vite: ViteDevServer;
let browser: Browser;
let address: string;
/** Where the pictures are kept: the folder that REBOND_TEST_SHOTS names, else one that goes with this run. */
let shots: string;
const named = process.env["REBOND_TEST_SHOTS"];
let stories: Told[];

beforeAll(async () => {
  shots = named ?? (await mkdtemp(join(tmpdir(), "rebond-stories-")));
  const port = await freePorts();
  vite = await createServer({
    root,
    configFile: join(root, "vite.config.ts"),
    logLevel: "error",
    server: { port, strictPort: true, host: "127.0.0.1", proxy: {}, hmr: false },
  });
  await vite.listen();
  address = `http://127.0.0.1:${port}/stories`;
  browser = await openPlainBrowser();
  const { page, close } = await openStories({ theme: "night", locale: "fr" }, desktop);
  stories = await page.locator("a[data-says-fr]").evaluateAll((links) =>
    links.map((link) => {
      const { saysFr = "", saysEn = "" } = (link as HTMLElement).dataset;
      return { name: link.textContent, fr: saysFr, en: saysEn };
    }),
  );
  await close();
});
afterAll(async () => {
  await browser?.close();
  await vite?.close();
  if (named === undefined && shots) await rm(shots, { recursive: true, force: true });
});

const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

type Look = { theme: "night" | "paper"; locale: "fr" | "en" };

/** The list of stories, in a browser that remembers a theme and a language. */
async function openStories({ theme, locale }: Look, viewport: typeof desktop) {
  const context = await browser.newContext({ viewport, reducedMotion: "reduce" });
  await context.addInitScript(
    ([chosenTheme, chosenLocale]) => {
      localStorage.setItem("rebond.theme", chosenTheme);
      localStorage.setItem("rebond.locale", chosenLocale);
    },
    [theme, locale] as const,
  );
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  await page.goto(address);
  await page.locator("a[data-says-fr]").first().waitFor();
  return { page, faults, close: () => context.close() };
}

/** What is said on screen, with every kind of space made plain. */
async function textOf(page: Page): Promise<string> {
  return ((await page.locator("#root").textContent()) ?? "").replaceAll(/\s+/gu, " ");
}

/** Goes to a story as its link does. */
async function goTo(page: Page, { name }: Told): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, name);
  await page.locator(`[data-story="${name}"]`).waitFor();
}

const patienceFrames = 300;

/** Whether a story says its sentence; it may have to be fetched, or armed. */
async function saysSo(page: Page, sentence: string): Promise<boolean> {
  for (let frame = 0; frame < patienceFrames; frame += 1) {
    if ((await textOf(page)).includes(sentence)) return true;
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  return false;
}

function tooWide(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
}

const atRest = (page: Page) => () =>
  page.evaluate(() => document.getAnimations().every(({ playState }) => playState !== "running"));

/** All that is wrong with a story: nothing. */
async function wrongWith(page: Page, story: Told, look: Look, isHeard: boolean): Promise<string[]> {
  const wrong: string[] = [];
  await goTo(page, story);
  if (!(await saysSo(page, story[look.locale])))
    wrong.push(`it never says “${story[look.locale]}”`);
  await shows(page, "a story at rest", atRest(page));
  const file = `story-${story.name}-${look.theme}-${look.locale}.png`;
  await page.screenshot({ path: join(shots, file) });
  if (isHeard) wrong.push(...(await axeFindings(page)));
  const wider = await tooWide(page);
  if (wider > 0) wrong.push(`${wider} pixels wider than the screen`);
  return wrong.map((each) => `${story.name}: ${each}`);
}

const looks: (Look & { isHeard: boolean })[] = [
  { theme: "night", locale: "fr", isHeard: true },
  { theme: "paper", locale: "en", isHeard: true },
  { theme: "night", locale: "en", isHeard: false },
  { theme: "paper", locale: "fr", isHeard: false },
];

test.each(looks)(
  "every state says what it is, cut off nowhere and within everyone’s reach: $theme, $locale",
  async ({ isHeard, ...look }) => {
    const { page, faults, close } = await openStories(look, desktop);
    expect(stories.length).toBeGreaterThan(40);
    const wrong: string[] = [];
    for (const story of stories) wrong.push(...(await wrongWith(page, story, look, isHeard)));
    expect({ wrong, faults }).toEqual({ wrong: [], faults: [] });
    await close();
  },
  180_000,
);

test("on a phone, no state is wider than the screen", async () => {
  const { page, faults, close } = await openStories({ theme: "night", locale: "fr" }, phone);
  const wrong: string[] = [];
  for (const story of stories) {
    await goTo(page, story);
    await page.screenshot({ path: join(shots, `phone-${story.name}.png`) });
    if ((await tooWide(page)) > 0) wrong.push(story.name);
  }
  expect({ wrong, faults }).toEqual({ wrong: [], faults: [] });
  await close();
}, 120_000);
