/** Makes the README's picture: a desk of its own plays the sample evening, one reaction goes out, the next one is armed. */
import { spawn } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import type { Page } from "playwright-core";
import { removeDataFolder } from "../harness/postgres.ts";
import { dwell } from "./screen.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const medal = (page: Page, words: RegExp) =>
  page.locator("article[data-moment]").filter({ hasText: words }).first();
/** The second gold comes two and a half minutes into the evening. */
const patienceMs = 240_000;

const dataDir = await mkdtemp(join(tmpdir(), "rebond-picture-"));
const desk = spawn(process.execPath, ["--import", "tsx", "server/main.ts"], {
  cwd: root,
  env: { ...process.env, PORT: "0", REBOND_DATA: dataDir },
  stdio: ["ignore", "pipe", "inherit"],
});
try {
  const browser = await chromium.launch({
    executablePath: process.env["REBOND_TEST_CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: "fr-FR" });
  page.setDefaultTimeout(patienceMs);
  await page.goto(await signInLink());
  await fire(page, /^.*Or pour Julien Alfred/);
  // The evening goes on meanwhile: the second gold is the one on screen, ready to go.
  await page.locator("[role=feed]").focus();
  await untilShown(page, /Or pour Thea Lafond/);
  await arm(page, /Or pour Thea Lafond/);
  await page.screenshot({ path: join(root, "docs/desk.png") });
  await browser.close();
} finally {
  desk.kill("SIGTERM");
  await new Promise((resolve) => desk.once("exit", resolve));
  await removeDataFolder(dataDir);
}

function signInLink(): Promise<string> {
  return new Promise((resolve) => {
    createInterface({ input: desk.stdout }).on("line", (line) => {
      const [, link] = /^Sign in once: (\S+)/.exec(line) ?? [];
      if (link) resolve(link);
    });
  });
}

/** New moments wait behind the pill: Home shows them, as an editor would. */
async function untilShown(page: Page, words: RegExp): Promise<void> {
  const until = Date.now() + patienceMs;
  while ((await medal(page, words).count()) === 0 && Date.now() < until) {
    await page.keyboard.press("Home");
    await dwell(page);
  }
}

async function arm(page: Page, words: RegExp): Promise<void> {
  await untilShown(page, words);
  await medal(page, words).click();
  await page.keyboard.press("Digit1");
  await page.locator("[data-fire][data-ready=true]").waitFor();
  await dwell(page);
}

async function fire(page: Page, words: RegExp): Promise<void> {
  await arm(page, words);
  await page.keyboard.press("Enter");
  await page.locator("[data-section=public] a").nth(3).waitFor();
}
