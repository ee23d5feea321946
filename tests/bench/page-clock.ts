/** What a page shows, and when, on the clock of the machine: epoch milliseconds, so that it can be set beside what was sent. */
import type { Page } from "playwright-core";

type Watched = Window & { painted: Record<string, number>; gaps: number[]; longest: number };

/** The compiler of these files names every function by a call of its own, which a page does not know. */
async function knowNames(page: Page): Promise<void> {
  await page.evaluate("globalThis.__name = (named) => named");
}

/**
 * From now on every element under `selector` is kept with the instant of the paint that first showed it, under its
 * `attribute` or its text.
 */
export async function watchPaint(
  page: Page,
  selector: string,
  attribute: string | null,
): Promise<void> {
  await knowNames(page);
  await page.evaluate(
    ([wanted, named]) => {
      const watched = window as unknown as Watched;
      watched.painted = {};
      const nameOf = (element: Element): string =>
        (named ? element.getAttribute(named!) : element.textContent) ?? "";
      const look = (): void => {
        const fresh = [...document.querySelectorAll(wanted!)]
          .map(nameOf)
          .filter((name) => !(name in watched.painted));
        if (fresh.length === 0) return;
        for (const name of fresh) watched.painted[name] = Number.NaN;
        requestAnimationFrame(() => {
          // A task of its own comes after the frame that is being drawn.
          const { port1, port2 } = new MessageChannel();
          port1.addEventListener("message", () => {
            const at = performance.timeOrigin + performance.now();
            for (const name of fresh) watched.painted[name] = at;
          });
          port1.start();
          port2.postMessage(0);
        });
      };
      new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
      look();
    },
    [selector, attribute] as const,
  );
}

/** When what is named so was painted first; null while it was not. */
export function paintedAt(page: Page, name: string): Promise<number | null> {
  return page.evaluate((wanted) => {
    const at = (window as unknown as Watched).painted[wanted];
    return at === undefined || Number.isNaN(at) ? null : at;
  }, name);
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
