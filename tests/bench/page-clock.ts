/** What a page shows, and when, on the clock of the machine: epoch milliseconds, so that it can be set beside what was sent. */
import type { Page } from "playwright-core";

type Watched = Window & {
  pressed: Promise<Pressed>;
  painted: Record<string, number>;
  awaited: Record<string, (at: number) => void>;
  gaps: number[];
  longest: number;
};

/** The compiler of these files names every function by a call of its own, which a page does not know. */
async function knowNames(page: Page): Promise<void> {
  await page.evaluate("globalThis.__name = (named) => named");
}

/**
 * From now on every text under `selector` is kept with the instant of the paint that first showed it, as the browser
 * itself tells it (Element Timing): a frame that only a script has seen the begin of is not yet on a screen.
 */
export async function watchPaint(page: Page, selector: string): Promise<void> {
  await knowNames(page);
  await page.evaluate((wanted) => {
    const watched = window as unknown as Watched;
    watched.painted = {};
    watched.awaited = {};
    const name = (): void => {
      for (const element of document.querySelectorAll(`${wanted}:not([elementtiming])`))
        element.setAttribute("elementtiming", element.textContent ?? "");
    };
    new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
    name();
    new PerformanceObserver((list) => {
      for (const { identifier, renderTime } of list.getEntries() as ElementTiming[]) {
        const at = (watched.painted[identifier] ??= performance.timeOrigin + renderTime);
        watched.awaited[identifier]?.(at);
      }
    }).observe({ type: "element" });
  }, selector);
}

/** What the browser tells of an element it has painted; `renderTime` is milliseconds since the page's origin. */
type ElementTiming = PerformanceEntry & { identifier: string; renderTime: number };

const patienceMs = 10_000;

/** When what is named so was painted first; rejects when it was not in ten seconds. The page waits for itself: being asked would slow it. */
export async function paintedAt(page: Page, name: string): Promise<number> {
  const at = await page.evaluate(
    ([wanted, withinMs]) =>
      new Promise<number | null>((resolve) => {
        const watched = window as unknown as Watched;
        const known = watched.painted[wanted];
        if (known !== undefined) return resolve(known);
        watched.awaited[wanted] = resolve;
        setTimeout(() => resolve(null), withinMs);
      }),
    [name, patienceMs] as const,
  );
  if (at === null) throw new Error(`“${name}” was not painted within ${patienceMs} ms`);
  return at;
}

/** Of a key press: when the key went down, and when the paint that answered it was on the screen. Epoch milliseconds. */
export type Pressed = { at: number; paintedAt: number };

/**
 * Presses a key and tells when the next paint was there (Event Timing, to 8 ms). Throws when that paint did not show
 * `text` under `selector`: then it was no answer.
 */
export async function pressAndPaint(
  page: Page,
  key: string,
  { selector, text }: { selector: string; text: string },
): Promise<Pressed> {
  await knowNames(page);
  await page.evaluate(
    ([wanted, said, withinMs]) => {
      const isThere = () =>
        [...document.querySelectorAll(wanted)].some(({ textContent }) => textContent === said);
      (window as unknown as Watched).pressed = new Promise((resolve, reject) => {
        const onKey = ({ timeStamp }: Event): void => {
          requestAnimationFrame(() => {
            if (!isThere()) reject(new Error(`“${said}” was not in the first paint`));
          });
          new PerformanceObserver((list, self) => {
            const entry = list.getEntries().find(({ startTime }) => startTime === timeStamp);
            if (!entry) return;
            self.disconnect();
            const at = performance.timeOrigin + timeStamp;
            resolve({ at, paintedAt: at + entry.duration });
          }).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
          setTimeout(() => reject(new Error("the key press was never painted")), withinMs);
        };
        window.addEventListener("keydown", onKey, { once: true, capture: true });
      });
    },
    [selector, text, patienceMs] as const,
  );
  await page.keyboard.press(key);
  return page.evaluate(() => (window as unknown as Watched).pressed);
}

/** Counts the time from frame to frame, and the longest task, until it is asked. */
export async function watchFrames(page: Page): Promise<void> {
  await knowNames(page);
  await page.evaluate(() => {
    const watched = window as unknown as Watched;
    watched.gaps = [];
    watched.longest = 0;
    let last = performance.now();
    const frame = (now: number): void => {
      watched.gaps.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame((now) => {
      last = now;
      requestAnimationFrame(frame);
    });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries())
        watched.longest = Math.max(watched.longest, duration);
    }).observe({ type: "longtask" });
  });
}

export function framesOf(page: Page): Promise<{ frames: number[]; longest: number }> {
  return page.evaluate(() => {
    const { gaps: frames, longest } = window as unknown as Watched;
    return { frames, longest };
  });
}

/** What lives on the page's heap once it was collected, bytes. */
export async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return usedSize;
}
