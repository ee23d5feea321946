/** What a screen says of its own line and of its own clock. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { importSheet, sheetOf, wallIn } from "../harness/sheet.ts";
import { shows } from "./screen.ts";
import { openTheatre, type Theatre } from "./theatre.ts";

let theatre: Theatre;
beforeAll(async () => {
  theatre = await openTheatre();
});
afterAll(() => theatre?.close());
afterEach(() => theatre.closePages());

test("a server that falls silent is said before it counts as cut off", async () => {
  const page = await theatre.openPage();
  const seen: string[] = [];
  await page.exposeFunction("tell", (said: string) => seen.push(said));
  await page.evaluate(() => {
    const { tell } = window as unknown as { tell: (said: string) => void };
    const look = (): void => {
      if (document.querySelector("[data-slow=true]")?.textContent?.includes("Serveur muet"))
        tell("slow");
      if (document.querySelector("[data-connection=lost]")) tell("lost");
    };
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
  });
  theatre.wire.cut();
  await shows(page, "the line is lost", async () => seen.includes("lost"));
  expect(seen[0]).toBe("slow");
  theatre.wire.mend();
  await page.locator("[data-connection=live]").waitFor();
  expect(await page.locator("[data-slow=true]").count()).toBe(0);
});

/** Before anything of the desk's runs. */
function ninetySecondsAhead(): void {
  const now = Date.now.bind(Date);
  Date.now = () => now() + 90_000;
}

test("a device ninety seconds ahead counts down to the same instant as any other, and is told that its clock is wrong", async () => {
  const { desk, cookie, screen } = theatre.stage;
  const zone = screen.state!.campaign.venueZone;
  const slot = { id: "1", at: wallIn(1_800_000, zone), zone, accounts: "soiree.fr" };
  const words = { "title fr": "Dans une demi-heure", "text fr": "Bonsoir des îles." };
  await importSheet(desk, cookie, sheetOf([{ ...slot, ...words }]));
  const right = await theatre.openPage();
  const ahead = await theatre.openPage(undefined, { first: ninetySecondsAhead });
  await ahead.getByText(/^Horloge de cet appareil \+(89,\d|90,\d)\ss$/u).waitFor();
  const secondsLeft = async (page: typeof right): Promise<number> => {
    const text = await page.locator("[data-planned] [class*=left]").first().innerText();
    const [, minutes = "", seconds = ""] = /(\d+):(\d\d)/.exec(text) ?? [];
    return Number(minutes) * 60 + Number(seconds);
  };
  await right.locator("[data-planned]").first().waitFor();
  await ahead.locator("[data-planned]").first().waitFor();
  const [one, other] = await Promise.all([secondsLeft(right), secondsLeft(ahead)]);
  expect(one).toBeGreaterThan(1000);
  // Read at the same moment, to the second that is shown.
  expect(Math.abs(one - other)).toBeLessThanOrEqual(2);
  expect(await right.getByText(/Horloge de cet appareil/).count()).toBe(0);
});
