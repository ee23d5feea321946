/** What breaks: the disk the record lies on has no room left. FAILURES.md §5, row 43. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { backends } from "../../harness/backends.ts";
import { apiToken, command } from "../../harness/desk.ts";
import {
  deliveriesOf,
  fireMarked,
  marker,
  proven,
  publishedOf,
  untilAre,
} from "../../harness/marked.ts";
import { expectTruth } from "../../harness/oracle.ts";
import { type OwnPostgres, startOwnPostgres } from "../../harness/own-postgres.ts";
import { arm, raiseGold } from "../../harness/react.ts";
import { type TinyDisk, moveToTinyDisk } from "../../harness/tiny-disk.ts";
import { untilTime } from "../../harness/slots.ts";
import { openCrew } from "../../harness/workers.ts";

const megabytes = 320;
let postgres: OwnPostgres;
let disk: TinyDisk | { cannot: string };
beforeAll(async () => {
  postgres = await startOwnPostgres();
  await postgres.stop();
  disk = await moveToTinyDisk(postgres, megabytes);
  await postgres.start();
});
beforeEach((context) => {
  if ("cannot" in disk) context.skip(disk.cannot);
});
afterAll(async () => {
  await postgres?.stop();
  if (disk && "unmount" in disk) await disk.unmount();
  await postgres?.remove();
});

describe.each(backends)("with the queue on %s", (backend) => {
  test("the disk is full: a press is refused whole, and nothing that fell due leaves; with room again what is not too late leaves once, and the desk goes on", async () => {
    if (!("fill" in disk)) throw new Error(disk.cannot);
    const crew = await openCrew(backend, { database: await postgres.database() });
    const { desk, screen, cookie } = crew;
    await crew.worker();
    const before = await fireMarked(crew);
    await untilAre(screen, before, ["confirmed"]);
    const editors = await Promise.all(
      Array.from({ length: 12 }, () => apiToken(desk, cookie, "editor")),
    );
    const armed = await Promise.all(
      editors.map(async (editor) => {
        const name = marker();
        const moment = await raiseGold(desk, screen, { name, key: name });
        return { editor, name, input: await arm(desk, cookie, screen, moment, 0) };
      }),
    );
    const waiting = await fireMarked(crew, { undoMs: 5000 });
    await disk.fill();
    const refused: string[] = [];
    for (const { editor, name, input } of armed) {
      const reply = await command(desk, editor, "post.fire", input).catch(() => ({ ok: false }));
      if (!reply.ok) refused.push(name);
    }
    expect(refused.length).toBeGreaterThan(0);
    // What cannot be written cannot be held, but neither can a gate be passed that must write down what it lets through;
    // where a little room is left, the hold decides, or what leaves is on record (see the oracle).
    const held = await command(desk, cookie, "hold.place", {}).catch(() => ({
      ok: false as const,
    }));
    const leaving: string[] = held.ok ? held.value.alreadyLeaving : [];
    await untilTime(Date.parse(deliveriesOf(screen, waiting)[0]!.dueAt) + 2000);
    if (held.ok) {
      const listed = deliveriesOf(screen, waiting).filter(({ id }) => leaving.includes(id));
      expect(listed.map(({ account }) => account.handle)).toEqual(
        expect.arrayContaining(await publishedOf(crew, waiting)),
      );
    }
    await disk.free();
    await postgres.start();
    await screen.until("the console is back", (self) => self.connected);
    if (held.ok) await command(desk, cookie, "hold.release", {});
    await untilAre(screen, waiting, ["confirmed", "missed"]);
    for (const name of refused) {
      expect(await publishedOf(crew, { name })).toEqual([]);
      expect(screen.state!.posts.filter(({ title }) => title.fr.includes(name))).toEqual([]);
    }
    const after = await fireMarked(crew);
    await untilAre(screen, after, ["confirmed"]);
    expect(deliveriesOf(screen, after)).toHaveLength(proven.length);
    await expectTruth(crew);
    process.stdout.write(
      `disk full on ${backend}: ${refused.length} of ${armed.length} presses refused, hold ${held.ok ? "placed" : "refused"}\n`,
    );
    await crew.close();
  }, 180_000);
});
