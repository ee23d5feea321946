/** The desk under the hand while a hundred moments a second arrive: frames, the key's own line, a colleague's screen. */
import type { Page } from "playwright-core";
import { dwell, lookAtAll, openBrowser, openScreen } from "../e2e/screen.ts";
import { createRandom } from "../harness/random.ts";
import { raiseGold } from "../harness/react.ts";
import { signInAs } from "../harness/sign-in-as.ts";
import { type BenchDesk, consoles, openBenchDesk, openPostgres } from "./bench-desk.ts";
import { startFlow } from "./flow.ts";
import { type Bench, type BenchParts, lineOf, pause } from "./measure.ts";
import {
  framesOf,
  heapOf,
  paintedAt,
  pressAndPaint,
  watchFrames,
  watchPaint,
} from "./page-clock.ts";
import { openCommitAndTrip } from "./raw.ts";

const seconds = Number(process.env["REBOND_BENCH_SECONDS"] ?? 60);
const presses = 60;
/** A press keeps no step with what leaves of an earlier one, as it would at an even pace: up to so long more between two. */
const unevenMs = 1000;
const railLines = "[data-tone] > b";
const megabyte = 1_000_000;

export const desk: Bench = async (parts) => {
  await openPostgres(parts);
  const bench = await openBenchDesk("postgres", parts);
  const browser = await openBrowser(bench.desk, { port: bench.desk.port });
  parts.onClose(() => browser.close());
  const idle = await browser.newPage();
  await watchFrames(idle);
  await pause(5000);
  const { frames: idleFrames } = await framesOf(idle);
  await idle.close();
  const { page } = await openScreen(browser, bench.desk, bench.admin);
  const colleague = await signInAs(bench.desk, { name: "Sana", role: "editor" });
  const second = await openScreen(browser, bench.desk, colleague);
  for (const pace of [whole, quarter]) await framesUnder(bench, page, pace, idleFrames, parts);
  await keyToLine(bench, page, second.page, parts);
};

/** What of the processor the page has, and what it must reach with it. */
type Pace = { says: string; rate: number; frameMs: number; longestMs: number };
const whole: Pace = { says: "", rate: 1, frameMs: 20, longestMs: 100 };
const quarter: Pace = {
  says: "with a quarter of the processor, ",
  rate: 4,
  frameMs: 34,
  longestMs: Infinity,
};

/** Where the reader stands somewhere in the list of everything, as whoever looks for something does. */
async function framesUnder(
  { desk: under }: BenchDesk,
  page: Page,
  { says, rate, frameMs, longestMs }: Pace,
  idleFrames: readonly number[],
  parts: BenchParts,
): Promise<void> {
  await page.bringToFront();
  await page.getByRole("button", { name: /^Tous/ }).click();
  const before = await heapOf(page);
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate });
  await watchFrames(page);
  const flow = startFlow(under, 100);
  for (let second = 0; second < seconds; second += 1) {
    await page.keyboard.press("ArrowDown");
    await pause(1000);
  }
  const taken = await flow.stop();
  const { frames, longest } = await framesOf(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  const grown = ((await heapOf(page)) - before) / megabyte;
  parts.print(
    lineOf(
      `frame to frame, ${says}${taken.toFixed(0)} moments/s for ${seconds} s, longest task ${longest.toFixed(0)} ms, heap +${grown.toFixed(0)} MB`,
      ...([frames, idleFrames, targetOf(frameMs, longestMs)] as const),
      ({ p95 }) => p95 <= frameMs && longest <= longestMs && grown < 20,
    ),
  );
}

function targetOf(frameMs: number, longestMs: number): string {
  const tasks = longestMs === Infinity ? "" : `no task over ${longestMs} ms, `;
  return `p95 ≤ ${frameMs} ms, ${tasks}heap < +20 MB`;
}

/** Enter → the line in one's own rail, and on a colleague's screen. */
async function keyToLine(
  bench: BenchDesk,
  page: Page,
  second: Page,
  parts: BenchParts,
): Promise<void> {
  const raw = await openCommitAndTrip(bench, parts);
  const { console } = bench.editors[0]!;
  await page.locator("[data-lens=medals]").click();
  const random = createRandom(1);
  const flow = startFlow(bench.desk, 100);
  await watchPaint(second, railLines);
  const [own, theirs, rawTimes]: [number[], number[], number[]] = [[], [], []];
  for (let press = 0; press < presses; press += 1) {
    const moment = await raiseGold(bench.desk, console);
    await page.bringToFront();
    const row = page.locator(`[data-moment="${moment.id}"]`);
    // It waits behind the pill until somebody asks for it.
    for (let asked = 0; asked < 100 && (await row.count()) === 0; asked += 1) {
      await page.keyboard.press("Home");
      await pause(50);
    }
    await row.click();
    await page.keyboard.press("Digit1");
    await page.locator("[data-fire][data-ready=true]").waitFor();
    await dwell(page);
    await lookAtAll(page);
    const title = moment.headline.fr;
    const pressed = await pressAndPaint(page, "Enter", { selector: railLines, text: title });
    own.push(pressed.paintedAt - pressed.at);
    theirs.push((await paintedAt(second, title)) - pressed.at);
    rawTimes.push(await raw(console));
    await page.keyboard.press("Escape");
    await pause(random() * unevenMs);
  }
  const taken = await flow.stop();
  const under = `${taken.toFixed(0)} moments/s flowing to ${consoles + 2} consoles`;
  parts.print(
    lineOf(
      `Enter → line in one's own rail, ${under}`,
      ...([own, rawTimes, "p95 ≤ 50 ms"] as const),
      ({ p95 }) => p95 <= 50,
    ),
  );
  parts.print(
    lineOf(
      `Enter → line on a colleague's screen, ${under}`,
      ...([theirs, rawTimes, "p95 ≤ 150 ms"] as const),
      ({ p95 }) => p95 <= 150,
    ),
  );
}
