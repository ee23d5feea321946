/** Whatever was planned before, the desk says what the last sheet says, except for what had left or was dropped by hand. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readCampaign } from "#server/campaigns/store.ts";
import type { Tx } from "#server/db/changes.ts";
import { type Connected, connect } from "#server/db/connect.ts";
import { migrate } from "#server/db/migrate.ts";
import { createScheduler } from "#server/posts/schedule.ts";
import { transition } from "#server/posts/transition.ts";
import { seed } from "#server/rehearsal/seed.ts";
import { importSheet } from "#server/rundown/import.ts";
import { createSealer } from "#server/sealed.ts";
import { createTiming } from "#server/timing.ts";
import type { Campaign } from "#shared/campaigns.ts";
import type { DeliveryState } from "#shared/posts.ts";
import { type FreshDatabase, freshDatabase } from "../harness/postgres.ts";
import { type SheetRow, sheetOf } from "../harness/sheet.ts";

const runs = 60;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const scheduler = createScheduler({ add: async () => undefined, timing: createTiming() });
const handles = {
  fr: ["soiree_iles", "soiree.fr"],
  en: ["islands_evening", "evening.en"],
};
const days = ["2036-07-01", "2036-07-02", "2036-07-03"];

let database: FreshDatabase;
let record: Connected;
let campaign: Campaign;

beforeAll(async () => {
  database = await freshDatabase();
  await migrate(database.url, silent);
  record = connect(database.url, silent, 2);
  const sealer = createSealer(Buffer.alloc(32, 7));
  const id = await seed({ db: record.db, sealer, rehearsalToken: undefined, playing: false });
  campaign = await readCampaign(record.db, id);
});
afterAll(async () => {
  await record?.close();
  await database?.drop();
});

const row = (id: string): fc.Arbitrary<SheetRow> =>
  fc
    .record({
      day: fc.constantFrom(...days),
      hour: fc.integer({ min: 10, max: 22 }),
      zone: fc.constantFrom("Europe/Paris", "Asia/Kathmandu", "Pacific/Kiritimati"),
      kind: fc.constantFrom("", "post", "ceremony", "evergreen"),
      late: fc.constantFrom("", "90 s", "2 h"),
      title: fc.constantFrom("Un", "Deux"),
      languages: fc.constantFrom(["fr"], ["en"], ["fr", "en"]),
      named: fc.integer({ min: 0, max: 2 }),
      text: fc.constantFrom("Bonsoir", "Bonne nuit"),
      exact: fc.constantFrom("", "Pour X"),
    })
    .map((one) => {
      const speaks = (locale: string) => one.languages.some((each) => each === locale);
      const who = (["fr", "en"] as const).flatMap((locale) =>
        speaks(locale) ? handles[locale].slice(0, one.named) : [],
      );
      return {
        id,
        at: `${one.day} ${one.hour}:30`,
        zone: one.zone,
        kind: one.kind,
        late: one.late,
        "title fr": one.title,
        accounts: who.join(" "),
        "text fr": speaks("fr") ? `${one.text} (${id})` : "",
        "text en": speaks("en") ? `${one.text} [${id}]` : "",
        "text fr x": speaks("fr") ? one.exact : "",
      };
    });
const sheet = fc
  .subarray(["a", "b", "c", "d", "e", "f", "g"], { minLength: 1 })
  .chain((ids) => fc.shuffledSubarray(ids, { minLength: ids.length, maxLength: ids.length }))
  .chain((ids) => fc.tuple(...ids.map(row)));
/** Between two sheets: a post of the plan leaves, or somebody drops one. Which, by its place among all. */
const event = fc.record({ what: fc.constantFrom("leave", "drop", "nothing"), which: fc.nat(1000) });
const evening = fc.array(fc.tuple(sheet, event), { minLength: 1, maxLength: 4 });

/** What a sheet's row means, said a second time and in another way: the instant apart, which other tests hold. */
function meantBy(one: SheetRow): { at: string; title: string; texts: string[] } {
  const named = one["accounts"] === "" ? null : one["accounts"]!.split(" ");
  const texts = (["fr", "en"] as const).flatMap((locale) =>
    handles[locale]
      .filter((handle) => one[`text ${locale}`] !== "" && (named?.includes(handle) ?? true))
      .map((handle) => {
        const exact = handle === "soiree_iles" ? one["text fr x"] : "";
        return `${handle}: ${exact || one[`text ${locale}`]}`;
      }),
  );
  return { at: `${one["at"]} ${one["zone"]}`, title: one["title fr"]!, texts: texts.toSorted() };
}

type Held = Record<string, { at: string; title: string; texts: string[]; left: boolean }>;

/** What the desk holds: per slot, what leaves or left. */
async function held(tx: Tx): Promise<Held> {
  const rows = await tx
    .selectFrom("slots as s")
    .innerJoin("posts as p", "p.id", "s.postId")
    .leftJoin("deliveries as d", (join) =>
      join.onRef("d.postId", "=", "s.postId").on("d.state", "<>", "cancelled"),
    )
    .leftJoin("accounts as a", "a.id", "d.accountId")
    .select(["s.externalId", "s.wallAt", "s.zone", "s.startAt", "s.notAfter", "p.title"])
    .select(["d.payload", "d.state", "d.dueAt", "d.notAfter as until", "a.handle"])
    .execute();
  const all: Held = {};
  for (const one of rows) {
    const at = `${one.wallAt.replace("T", " ").slice(0, -3)} ${one.zone}`;
    const slot = (all[one.externalId] ??= { at, title: one.title.fr, texts: [], left: false });
    if (!one.payload) continue;
    slot.texts.push(`${one.handle}: ${one.payload.text}`);
    slot.left ||= one.state === "confirmed";
    if (one.state !== "scheduled") continue;
    expect([one.dueAt, one.until]).toEqual([one.startAt, one.notAfter]);
  }
  for (const slot of Object.values(all)) slot.texts.sort();
  return all;
}

const ways: Record<string, readonly DeliveryState[]> = {
  leave: ["claimed", "prepared", "sending", "confirmed"],
  drop: ["cancelled"],
};

/** Answers which place was dropped: slot and account. */
async function happen(tx: Tx, { what, which }: { what: string; which: number }) {
  const waiting = await tx
    .selectFrom("deliveries as d")
    .innerJoin("slots as s", "s.postId", "d.postId")
    .innerJoin("accounts as a", "a.id", "d.accountId")
    .selectAll("d")
    .select(["s.externalId", "a.handle"])
    .where("d.state", "=", "scheduled")
    .orderBy("d.id")
    .execute();
  const chosen = waiting[which % Math.max(1, waiting.length)];
  if (!chosen || what === "nothing") return null;
  let state = chosen.state;
  for (const next of ways[what] ?? []) {
    await transition(
      tx,
      { ...chosen, state },
      next,
      next === "cancelled" ? { reason: "dropped" } : {},
    );
    state = next;
  }
  return what === "drop" ? `${chosen.externalId} ${chosen.handle}` : null;
}

async function play(tx: Tx, steps: readonly [SheetRow[], { what: string; which: number }][]) {
  const dropped = new Set<string>();
  const rows = new Map<string, string>();
  const request = { campaign, personId: null, answers: {}, planHash: null };
  for (const [wanted, next] of steps) {
    const before = await held(tx);
    await importSheet(scheduler, tx, { ...request, sheet: sheetOf(wanted) });
    const after = await held(tx);
    const dates = new Set(wanted.map((one) => one["at"]!.slice(0, 10)));
    for (const [id, slot] of Object.entries(before)) {
      const named = wanted.some((one) => one["id"] === id);
      // What left stays as it went, and so does what is planned for another day.
      if (slot.left || (!named && !dates.has(slot.at.slice(0, 10))))
        expect(after[id]).toEqual(slot);
      else if (!named) expect(after[id]).toBeUndefined();
      if (!after[id]) rows.delete(id);
    }
    for (const one of wanted) {
      const id = one["id"]!;
      if (before[id]?.left) continue;
      const meant = meantBy(one);
      // A row that changed, in whatever, is planned anew; so is one that was taken out meanwhile.
      if (rows.get(id) !== saying(one))
        for (const place of dropped) if (place.startsWith(`${id} `)) dropped.delete(place);
      rows.set(id, saying(one));
      const texts = meant.texts.filter((text) => !dropped.has(`${id} ${text.split(":")[0]}`));
      expect(after[id]).toEqual({ ...meant, texts, left: false });
    }
    const again = await importSheet(scheduler, tx, {
      ...request,
      sheet: sheetOf(wanted.toReversed(), ";"),
    });
    expect(again.changes).toEqual([]);
    const gone = await happen(tx, next);
    if (gone) dropped.add(gone);
  }
}

/** What counts as a change of a row: what it means, not how it is written. */
function saying(one: SheetRow): string {
  return JSON.stringify([meantBy(one), one["kind"] || "post", one["late"]]);
}

test(`from any earlier plan, in any order of rows, the desk then says what the sheet says (${runs} runs)`, async () => {
  const seedNumber = Number(process.env["REBOND_TEST_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
  process.stdout.write(`import: REBOND_TEST_SEED=${seedNumber}\n`);
  const undone = new Error("undone");
  await fc.assert(
    fc.asyncProperty(evening, async (steps) => {
      await record.db
        .transaction()
        .execute(async (tx) => {
          await play(tx, steps);
          throw undone;
        })
        .catch((error: unknown) => {
          if (error !== undone) throw error;
        });
    }),
    { seed: seedNumber, numRuns: runs, endOnFailure: false },
  );
}, 240_000);
