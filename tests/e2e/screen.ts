/** A real browser in front of a real desk. */
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import type { Credential, Desk } from "../harness/desk.ts";
import { temporaryFolder } from "../harness/postgres.ts";

const places = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
];
const patienceMs = 20_000;

/**
 * Starts the Chromium that REBOND_TEST_CHROMIUM names, or the system's. It reaches the desk's `localhost` address
 * through the wire: the page's origin is then one the desk knows, and the test can cut the wire.
 */
export async function openBrowser(desk: Desk, wire: { port: number }): Promise<Browser> {
  return chromium.launch(launching(desk, wire));
}

/** The same browser, in front of no desk. */
export async function openPlainBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: executable(), args: plainly });
}

/** The same for somebody who set their browser's text to another size (16 pixels is what browsers come with), at a width of 1280. */
export async function openLargerText(
  desk: Desk,
  wire: { port: number },
  pixels: number,
): Promise<{ context: BrowserContext; close: () => Promise<void> }> {
  const profile = await temporaryFolder();
  await mkdir(join(profile, "Default"));
  const preferences = { webkit: { webprefs: { default_font_size: pixels } } };
  await writeFile(join(profile, "Default", "Preferences"), JSON.stringify(preferences));
  const context = await chromium.launchPersistentContext(profile, {
    ...launching(desk, wire),
    viewport: { width: 1280, height: 800 },
    locale: "fr-FR",
  });
  return {
    context,
    async close() {
      await context.close();
      // Its processes write in it to their end.
      await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

const plainly = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];

function executable(): string {
  const path = process.env["REBOND_TEST_CHROMIUM"] ?? places.find((each) => existsSync(each));
  if (!path) throw new Error("no Chromium: install it, or name it in REBOND_TEST_CHROMIUM");
  return path;
}

function launching(desk: Desk, wire: { port: number }) {
  const through = `--host-resolver-rules=MAP localhost:${desk.port} 127.0.0.1:${wire.port}`;
  return {
    executablePath: executable(),
    args: [...plainly, through],
  };
}

export type Screen = {
  page: Page;
  context: BrowserContext;
  /** What the page reported as errors. */ faults: string[];
};

export type ScreenOptions = {
  path?: string;
  viewport?: { width: number; height: number };
  touch?: boolean;
  /** Runs in the page before anything of the desk's. */
  first?: () => void;
};

/** Opens the desk in French, as the person the cookie belongs to, and waits until it is live. */
export async function openScreen(
  browser: Browser,
  desk: Desk,
  cookie: Credential,
  { viewport = { width: 1440, height: 900 }, touch = false, ...more }: ScreenOptions = {},
): Promise<Screen> {
  const context = await browser.newContext({ viewport, hasTouch: touch, locale: "fr-FR" });
  return openScreenIn(context, desk, cookie, more);
}

/** The same, in a browser that is open. */
export async function openScreenIn(
  context: BrowserContext,
  desk: Desk,
  cookie: Credential,
  { path = "/", first }: Pick<ScreenOptions, "path" | "first"> = {},
): Promise<Screen> {
  const url = `http://localhost:${desk.port}`;
  context.setDefaultTimeout(patienceMs);
  const [name = "", value = ""] = cookie.split(/=(.*)/s);
  await context.addCookies([{ name, value, url }]);
  const page = await context.newPage();
  if (first) await page.addInitScript(first);
  const faults: string[] = [];
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("requestfailed", (request) =>
    said.push(`${request.url()}: ${request.failure()?.errorText}`),
  );
  page.on("pageerror", (error) => faults.push(error.message));
  // What the desk refuses, the page says itself.
  page.on("console", (message) => {
    if (message.type() === "error" && !/WebSocket|ERR_|status of 4(00|22)/.test(message.text()))
      faults.push(message.text());
  });
  await page.goto(`${url}${path}`);
  await shows(page, "a live desk", () => page.locator("[data-connection=live]").isVisible()).catch(
    (error: unknown) => {
      throw new Error([...faults, ...said].join("\n"), { cause: error });
    },
  );
  return { page, context, faults };
}

/** The row of a moment. */
export function rowOf(page: Page, momentId: string) {
  return page.locator(`article[data-moment="${momentId}"]`);
}

/** Waits until `wanted` holds on what the page shows. */
export async function shows(
  page: Page,
  what: string,
  wanted: () => Promise<boolean>,
): Promise<void> {
  const until = performance.now() + patienceMs;
  while (!(await wanted())) {
    if (performance.now() > until)
      throw new Error(`the screen never showed: ${what}\n${await page.content()}`);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

/** Arms the first reaction by key and waits until it could be published. */
export async function armFirst(page: Page): Promise<void> {
  await page.keyboard.press("Digit1");
  await page.locator("[data-fire][data-ready=true]").waitFor();
  await dwell(page);
}

/** Presses Enter until every card that will leave was in view, and no further. */
export async function lookAtAll(page: Page): Promise<void> {
  const fire = page.locator("[data-fire]");
  await fire.focus();
  const unseen = fire.getByText(/hors écran/);
  for (let press = 0; press < 6 && (await unseen.count()) > 0; press += 1) {
    await page.keyboard.press("Enter");
    await dwell(page);
  }
}

/** Lets the span between arming and publishing pass, on the page's own clock. */
export async function dwell(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const from = performance.now();
    while (performance.now() - from < 300) await new Promise(requestAnimationFrame);
  });
}

type Axe = {
  run: (options: object) => Promise<{ violations: { id: string; nodes: { target: unknown }[] }[] }>;
};
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds wrong with the page as it stands: rule and places. */
export async function axeFindings(page: Page): Promise<string[]> {
  // Through the debugger: the page's own policy forbids foreign scripts.
  await page.evaluate(axe);
  return page.evaluate(async (runOnly) => {
    const { violations } = await (window as unknown as { axe: Axe }).axe.run({ runOnly });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(", ")}`,
    );
  }, levels);
}
