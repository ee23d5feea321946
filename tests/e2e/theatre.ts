/** A stage with a browser in front of it, over a wire that can be cut. */
import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";
import type { Credential } from "../harness/desk.ts";
import { setStage, type Stage } from "../harness/stage.ts";
import { type FlakyWire, layWire } from "./flaky-wire.ts";
import { openBrowser, openScreen, type Screen, type ScreenOptions } from "./screen.ts";

/** What stands on the stage: a desk with a network, or more. */
type Play = Omit<Stage, "colleague">;
export type Theatre<On extends Play = Stage> = {
  stage: On;
  wire: FlakyWire;
  /** A screen of the first person's, or of another's, live. */
  openPage: (as?: Credential, options?: ScreenOptions) => Promise<Page>;
  /** Closes every screen. Fails where one of them had an error. */
  closePages: () => Promise<void>;
  close: () => Promise<void>;
};

export async function openTheatre(env: Record<string, string> = {}): Promise<Theatre> {
  return openBefore(await setStage("postgres", env));
}

/** A browser in front of what stands already; `close` ends that, too. */
export async function openBefore<On extends Play>(stage: On): Promise<Theatre<On>> {
  const wire = await layWire();
  wire.reach(stage.desk.port);
  const browser: Browser = await openBrowser(stage.desk, wire);
  const open: Screen[] = [];
  return {
    stage,
    wire,
    async openPage(as = stage.cookie, options = {}) {
      const opened = await openScreen(browser, stage.desk, as, options);
      open.push(opened);
      return opened.page;
    },
    async closePages() {
      wire.mend();
      const screens = open.splice(0);
      const faults = screens.flatMap((each) => each.faults);
      await Promise.all(screens.map((each) => each.context.close()));
      expect(faults).toEqual([]);
    },
    async close() {
      await browser.close();
      await stage.close();
      await wire.close();
    },
  };
}
