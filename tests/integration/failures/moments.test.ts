/** What breaks: what was said is no longer true. FAILURES.md §5, row 31. What a change found before its gate never leaves. */
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { backends } from "../../harness/backends.ts";
import { command, type Credential } from "../../harness/desk.ts";
import {
  deliveriesOf,
  eachIs,
  fireMarked,
  type Marked,
  marker,
  matched,
  proven,
  publishedOf,
  untilAre,
} from "../../harness/marked.ts";
import { expectTruth } from "../../harness/oracle.ts";
import { createRandom, seedOf } from "../../harness/random.ts";
import { arm, changeGold, medalChanges, raiseGold } from "../../harness/react.ts";
import { editorsOf } from "../../harness/stage.ts";
import { type Crew, openCrew } from "../../harness/workers.ts";

const races = 100;
const atOnce = 5;
const longestUndoMs = 120;

/** A change as the log has it; `tx` is the transaction that wrote it. */
type Logged = { seq: number; tx: string; type: string; id: string; state: string | null };
type Race = { name: string; momentId: string; ids: string[] };

const pause = (ms: number) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

describe.each(backends)("with the queue on %s", (backend) => {
  let crew: Crew;
  let doubted: Marked;
  beforeAll(async () => {
    crew = await openCrew(backend);
    await crew.worker();
    doubted = await correctedInDoubt();
  });
  const ofTheDoubted = ({ id }: { id: string }) => doubted.ids.includes(id);
  afterEach(() => expectTruth(crew, { waiting: ofTheDoubted }));
  afterAll(() => crew?.close());

  /** Corrected before anybody can find out what became of the call; the desk looks for half a minute, while the races run. */
  async function correctedInDoubt(): Promise<Marked> {
    const { desk, network, screen } = crew;
    const name = marker();
    await network.misbehave(
      { kind: "dropThenForget", matching: name, on: ["publish"] },
      { kind: "error", on: ["find"] },
    );
    const fired = await fireMarked(crew, { name, on: [proven[0]!, matched[0]!] });
    await untilAre(screen, fired, ["uncertain"]);
    await changeGold(desk, name, "corrected");
    await network.misbehave();
    return fired;
  }

  async function logOf({ momentId, ids }: Race): Promise<Logged[]> {
    const { rows } = await sql<Logged>`SELECT seq::int AS seq, xmin::text AS tx, type,
        coalesce(data -> 'moment' ->> 'id', data -> 'delivery' ->> 'id') AS id,
        data -> 'delivery' ->> 'state' AS state FROM changes
      WHERE data -> 'moment' ->> 'id' = ${momentId} OR data -> 'delivery' ->> 'id' = ANY (${ids}::text[])
      ORDER BY seq`.execute(crew.record.db);
    return rows;
  }

  /** What the log shows wrong about one race: a gate after the change, or a pull that was not the change's own. */
  async function wrongIn(race: Race): Promise<string[]> {
    const log = await logOf(race);
    const change = log.find(({ type }) => type.startsWith("moment.") && type !== "moment.raised");
    if (!change) return [`${race.name} never changed`];
    return race.ids.flatMap((id) => {
      const its = log.filter((each) => each.id === id);
      const gate = its.find(({ state }) => state === "sending");
      const missed = its.find(({ state }) => state === "missed");
      if (gate && gate.seq > change.seq) return [`${id} passed the gate after ${change.type}`];
      if (!gate && missed?.tx !== change.tx)
        return [`${id} was not pulled together with ${change.type}`];
      return [];
    });
  }

  test(`${races} times a result is corrected, protested or taken back while its post is armed, may be undone, waits or leaves: it left before, or it never leaves`, async () => {
    const { desk, screen, cookie } = crew;
    const seed = seedOf();
    const random = createRandom(seed);
    const editors = await editorsOf(crew, atOnce);
    const fired: Race[] = [];
    let refused = 0;

    async function race(editor: Credential, index: number): Promise<void> {
      const name = marker();
      const change = medalChanges[index % medalChanges.length]!;
      const undoMs = Math.floor(random() * longestUndoMs);
      const offsetMs = Math.floor(random() * (longestUndoMs + 300)) - 20;
      const moment = await raiseGold(desk, screen, { name, key: name });
      const armed = await arm(desk, cookie, screen, moment, undoMs);
      const press = pause(Math.max(0, -offsetMs)).then(() =>
        command(desk, editor, "post.fire", armed),
      );
      await pause(Math.max(0, offsetMs));
      await changeGold(desk, name, change);
      const reply = await press;
      if (!reply.ok) {
        expect(["stale", "momentProtested", "momentWithdrawn"]).toContain(reply.code);
        expect(await publishedOf(crew, { name })).toEqual([]);
        refused += 1;
        return;
      }
      fired.push({ name, momentId: moment.id, ids: reply.value.deliveries.map(({ id }) => id) });
    }

    for (let index = 0; index < races; index += atOnce)
      await Promise.all(editors.map((editor, nth) => race(editor, index + nth)));
    await screen.until(
      "everything is settled",
      () =>
        fired.every((each) =>
          eachIs(screen, each, ({ state }) => state === "confirmed" || state === "missed"),
        ),
      30_000,
    );
    const posts = await crew.network.posts();
    const wrong: string[] = await wrongIn(doubted);
    let left = 0;
    let pulled = 0;
    for (const each of fired) {
      wrong.push(...(await wrongIn(each)));
      for (const { state, account, reason } of deliveriesOf(screen, each)) {
        const there = posts.filter(
          ({ handle, text }) => handle === account.handle && text.includes(each.name),
        ).length;
        if (there !== (state === "confirmed" ? 1 : 0))
          wrong.push(`${each.name} is there ${there} times, ${state}`);
        if (state === "missed" && reason !== "momentChanged")
          wrong.push(`${each.name} missed: ${reason}`);
        if (state === "missed") pulled += 1;
        else left += 1;
      }
    }
    expect(wrong, `REBOND_TEST_SEED=${seed}`).toEqual([]);
    process.stdout.write(
      `moments on ${backend}: seed ${seed}, ${refused} refused, ${left} had left, ${pulled} pulled\n`,
    );
    // A race that only ever ends one way proves nothing.
    expect(Math.min(left, pulled)).toBeGreaterThan(0);
  }, 180_000);

  test("a result was corrected while nobody knew whether its post was public: where it proves absent it is not sent again but a person's", async () => {
    const { screen } = crew;
    await untilAre(screen, doubted, ["missed", "needsHuman"], 45_000);
    const ends = deliveriesOf(screen, doubted).map(({ account, state, reason }) => [
      account.handle,
      { state, reason },
    ]);
    expect(Object.fromEntries(ends)).toEqual({
      [proven[0]!]: { state: "missed", reason: "momentChanged" },
      [matched[0]!]: { state: "needsHuman", reason: "noAnswer" },
    });
    expect(await publishedOf(crew, doubted)).toEqual([]);
    await expectTruth(crew);
  });
});
