import { expect, test } from "vitest";
import type { Snapshot } from "#shared/changes.ts";
import { openConsole } from "../harness/console.ts";
import { cli, headersOf, signIn, startDesk } from "../harness/desk.ts";
import { removeDataFolder } from "../harness/postgres.ts";

/** No database is given: the desk brings its own, as after `npm start` on a fresh clone. */
const own = { DATABASE_URL: "", REBOND_REHEARSAL: "on" };

test("a new desk needs nothing: it prints its link, moments arrive by themselves, and a kill -9 loses none of them", async () => {
  const desk = await startDesk({ env: own, asInstalled: true });
  try {
    expect((await fetch(`${desk.url}/ready`)).status).toBe(200);
    const cookie = await signIn(desk);
    const screen = openConsole(desk, cookie);
    await screen.until(
      "the evening arrives",
      (self) => (self.state?.moments.length ?? 0) >= 2,
      30_000,
    );
    const seen = screen.state!.moments.map((moment) => moment.id);
    screen.close();

    await desk.restart();
    expect((await fetch(`${desk.url}/ready`)).status).toBe(200);
    const response = await fetch(`${desk.url}/api/snapshot`, { headers: headersOf(desk, cookie) });
    const after = (await response.json()) as Snapshot;
    expect(after.moments.map((moment) => moment.id)).toEqual(expect.arrayContaining(seen));
  } finally {
    await desk.stop();
    await removeDataFolder(desk.env["REBOND_DATA"]!);
  }
});

test("the command line works while the desk is down: it starts the database, holds, and leaves it as it found it", async () => {
  const desk = await startDesk({ env: { ...own, REBOND_REHEARSAL: "off" } });
  try {
    const token = (await cli(desk, "token", "--role", "viewer")).trim();
    expect(token).toMatch(/^rebond_\S+$/);
    await desk.leave();
    expect(JSON.parse(await cli(desk, "hold"))).toMatchObject({ alreadyLeaving: [] });
    expect(JSON.parse(await cli(desk, "status", "--json"))).toMatchObject({
      held: true,
      mode: "rehearsal",
    });
    await desk.restart();
    const response = await fetch(`${desk.url}/api/snapshot`, { headers: headersOf(desk, token) });
    const { holds } = (await response.json()) as Snapshot;
    expect(holds.filter(({ held }) => held)).toMatchObject([{ scope: "global" }]);
  } finally {
    await desk.stop();
    await removeDataFolder(desk.env["REBOND_DATA"]!);
  }
});
