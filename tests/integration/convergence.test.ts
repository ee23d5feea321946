import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { saveAccount } from "#server/accounts/link.ts";
import { claim, release } from "#server/moments/claim.ts";
import { readCampaign, setMode, setRehearsalPlaying } from "#server/campaigns/store.ts";
import { append, readSince } from "#server/db/changes.ts";
import type { Tx } from "#server/db/changes.ts";
import { connect } from "#server/db/connect.ts";
import type { Connected } from "#server/db/connect.ts";
import { migrate } from "#server/db/migrate.ts";
import { lockNames } from "#server/feeds/documents.ts";
import { applyDrafts } from "#server/moments/apply.ts";
import type { Draft } from "#server/moments/draft.ts";
import { addPerson } from "#server/people/store.ts";
import { fire } from "#server/posts/fire.ts";
import { openAccountHold, placeHold } from "#server/posts/hold.ts";
import { preview } from "#server/posts/preview.ts";
import { pullForMoment } from "#server/posts/pull.ts";
import { releaseHold } from "#server/posts/release.ts";
import { type DeliveryRow, transition } from "#server/posts/transition.ts";
import { createScheduler } from "#server/posts/schedule.ts";
import { undo } from "#server/posts/undo.ts";
import { seed } from "#server/rehearsal/seed.ts";
import { importSheet } from "#server/rundown/import.ts";
import { createSealer } from "#server/sealed.ts";
import { readSnapshot } from "#server/snapshot.ts";
import { saveTemplate } from "#server/templates/save.ts";
import { createTiming } from "#server/timing.ts";
import { changeFor, snapshotFor } from "#shared/audience.ts";
import { applyChange } from "#shared/changes.ts";
import type { Campaign } from "#shared/campaigns.ts";
import type { Change, NewChange, Snapshot } from "#shared/changes.ts";
import { noFacts } from "#shared/moments.ts";
import { Refusal } from "#shared/errors.ts";
import { transitions } from "#shared/posts.ts";
import type { Audience } from "#shared/roles.ts";
import { freshDatabase } from "../harness/postgres.ts";
import type { FreshDatabase } from "../harness/postgres.ts";
import { sheetOf } from "../harness/sheet.ts";

const runs = 500;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const sealer = createSealer(Buffer.alloc(32, 7));
const parts = { add: async () => undefined, timing: { ...createTiming(), minimumSpanMs: 0 } };

let database: FreshDatabase;
let record: Connected;
let start: Snapshot;

beforeAll(async () => {
  database = await freshDatabase();
  await migrate(database.url, silent);
  record = connect(database.url, silent, 4);
  await seed({ db: record.db, sealer, rehearsalToken: undefined, playing: false });
  const { id } = await record.db.selectFrom("campaigns").select("id").executeTakeFirstOrThrow();
  start = await readSnapshot(record.db, id);
});
afterAll(async () => {
  await record?.close();
  await database?.drop();
});

/** A small random generator, so that a failing run can be made again from the seed it names (mulberry32). */
function createRandom(seedNumber: number) {
  let state = seedNumber;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    pick: <Item>(items: readonly Item[]): Item | undefined => items[below(items.length)],
  };
}
type Random = ReturnType<typeof createRandom>;
type Act = (tx: Tx, random: Random, now: Snapshot) => Promise<NewChange[]>;

function draftOf(random: Random): Draft {
  const key = `event-${random.below(12)}`;
  const outcome = `outcome ${random.below(3)}`;
  const text = { fr: `${key} : ${outcome}`, en: `${key}: ${outcome}` };
  const medal = random.pick(["gold", "silver", "bronze", null] as const) ?? null;
  return {
    key,
    eventCode: key,
    alias: null,
    kind: medal ? "medal" : "emotion",
    standing: random.pick(["provisional", "confirmed", "protested"] as const) ?? "confirmed",
    headline: text,
    context: text,
    participants: [],
    facts: { ...noFacts, eventCode: key, medal, firstEver: random.below(4) === 0, outcome },
    marks: { final: false, gapSeconds: null, records: [], signs: [] },
    test: false,
    occurredAt: "2026-03-08T20:14:07.000Z",
    statedAt: new Date(Date.UTC(2026, 2, 8) + random.below(1e7)).toISOString(),
    document: null,
    version: random.below(9),
  };
}

async function tellMoments(tx: Tx, random: Random, now: Snapshot): Promise<NewChange[]> {
  const feed = random.pick(["one", "other"]) ?? "one";
  const drafts = Array.from({ length: 1 + random.below(3) }, () => draftOf(random));
  const gone = {
    key: `event-${random.below(12)}`,
    standing: "withdrawn",
    cause: random.pick(["gone", "invalidated"] as const) ?? "gone",
    statedAt: new Date(Date.UTC(2026, 2, 8) + random.below(1e7)).toISOString(),
  } as const;
  const keys = new Set<string>();
  const each = [...drafts, ...(random.below(3) === 0 ? [gone] : [])].filter(
    ({ key }) => !keys.has(key) && keys.add(key),
  );
  const telling = {
    feed,
    format: "rebond",
    authority: 1 + random.below(2),
    muted: random.below(9) === 0,
    testOnly: false,
    late: random.below(4) === 0,
  };
  // As every feed does: two messages about one thing take turns.
  await lockNames(tx, now.campaign.id, [...keys]);
  const { changes } = await applyDrafts(tx, {
    campaign: now.campaign,
    told: [{ telling, drafts: each as never }],
    onMomentChanged: pullForMoment,
  });
  return changes;
}

async function fireOne(tx: Tx, random: Random, now: Snapshot): Promise<NewChange[]> {
  const moment = random.pick(now.moments);
  if (!moment) return [];
  const accounts = now.accounts.slice(0, 1 + random.below(2)).map(({ id }) => id);
  const said = await saveTemplate(tx, now.campaign.id, templateOf(random));
  if (said.type !== "template.saved") throw new Error("a template was not saved");
  const wanted = {
    momentId: moment.id,
    momentVersion: moment.version,
    templateId: said.data.template.id,
    accounts,
  };
  const campaign = await readCampaign(tx, now.campaign.id);
  const { renderings } = await preview(tx, campaign, wanted);
  const renderHashes = renderings.map(({ hash }) => hash ?? "");
  const personId = random.pick(now.people)!.id;
  const fired = await fire(parts, tx, {
    campaign,
    caller: { personId, role: "editor", isScript: false },
    pressedAt: null,
    input: { ...wanted, renderHashes, undoMs: 3000 },
  });
  return [said, ...fired.changes];
}

/** Moves a delivery along any legal step, as workers and people do. */
async function moveOne(tx: Tx, random: Random, now: Snapshot): Promise<NewChange[]> {
  const delivery = random.pick(now.deliveries);
  if (!delivery) return [];
  const row = await tx
    .selectFrom("deliveries")
    .selectAll()
    .where("id", "=", delivery.id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const to = random.pick(transitions[row.state]);
  if (row.state === "missed" && to === "scheduled" && (await isTaken(tx, row))) return [];
  const change = to
    ? await transition(
        tx,
        row,
        to,
        to === "confirmed"
          ? { publicAt: new Date(), remoteId: row.id, remoteUrl: "https://x.example/r" }
          : {},
      )
    : null;
  return change ? [change] : [];
}

/** Whether another delivery has the place that this missed one gave up. */
async function isTaken(tx: Tx, row: DeliveryRow): Promise<boolean> {
  const other = await tx
    .selectFrom("deliveries")
    .select("id")
    .where("momentId", "=", row.momentId)
    .where("accountId", "=", row.accountId)
    .where("localeKey", "=", row.localeKey)
    .where("purpose", "=", row.purpose)
    .where("state", "not in", ["cancelled", "rejected", "missed"])
    .executeTakeFirst();
  return other !== undefined;
}

function templateOf(random: Random) {
  const text = `{{ headline }} ${random.below(100)}`;
  const variants = [
    { locale: "fr" as const, network: null, text },
    { locale: "en" as const, network: null, text },
  ];
  const fits = { kinds: ["medal" as const], medals: null, firstEver: null };
  return {
    slug: `slug-${random.below(4)}`,
    name: { fr: "essai", en: "trial" },
    fits,
    variants,
    image: null,
  };
}

/** A sheet of a few rows on a few days: it adds, moves, rewrites and takes out. */
async function importOne(tx: Tx, random: Random, now: Snapshot): Promise<NewChange[]> {
  const ids = ["a", "b", "c", "d", "e", "f"].filter(() => random.below(3) > 0);
  const rows = ids.map((id) => ({
    id,
    at: `2036-07-0${1 + random.below(3)} 20:${10 + random.below(4)}`,
    zone: "Europe/Paris",
    "title fr": `${id} ${random.below(3)}`,
    "text fr": `bonsoir ${random.below(3)}`,
    "text en": `hello ${random.below(3)}`,
  }));
  const campaign = await readCampaign(tx, now.campaign.id);
  const personId = random.pick(now.people)!.id;
  const asked = { campaign, personId, sheet: sheetOf(rows), answers: {}, planHash: null };
  return (await importSheet(createScheduler(parts), tx, asked)).changes;
}

const acts: Act[] = [
  importOne,
  tellMoments,
  tellMoments,
  tellMoments,
  fireOne,
  fireOne,
  moveOne,
  moveOne,
  moveOne,
  async (tx, random, now) => {
    const post = random.pick(now.posts);
    return post ? (await undo(tx, now.campaign.id, post.id)).changes : [];
  },
  async (tx, random, now) => {
    const asking = {
      campaignId: now.campaign.id,
      personId: random.pick(now.people)!.id,
      momentId: random.pick(now.moments)?.id ?? "",
    };
    if (asking.momentId === "") return [];
    if (random.below(3) === 0) return (await release(tx, asking)).changes;
    return (await claim(tx, asking, { takeOver: true, leaseMs: 1000 })).changes;
  },
  async (tx, random, now) => [await saveTemplate(tx, now.campaign.id, templateOf(random))],
  async (tx, random, now) => [
    await setMode(
      tx,
      now.campaign.id,
      random.pick(["off", "rehearsal", "onAir"] as const) ?? "off",
    ),
  ],
  async (tx, random, now) => [
    await setRehearsalPlaying(tx, now.campaign.id, random.below(2) === 0),
  ],
  async (tx, random, now) => {
    const by = { campaignId: now.campaign.id, name: "someone" };
    const one = random.pick(now.accounts);
    const about =
      one && random.below(2) === 0
        ? { scope: "account" as const, accountId: one.id }
        : { scope: random.pick(["global", "campaign"] as const) ?? "global", accountId: null };
    return (await (random.below(2) === 0 ? placeHold : releaseHold)(tx, by, about)).changes;
  },
  async (tx, random) => {
    const account = {
      network: "rehearsal" as const,
      wears: null,
      service: null,
      handle: `account-${random.below(3)}`,
      name: "Account",
      realm: "rehearsal" as const,
    };
    const content = { ...account, locales: ["fr" as const, "en" as const] };
    const linked = await saveAccount(tx, sealer, content, "token");
    return [linked, ...(await openAccountHold(tx, linked.data.account.id))];
  },
  async (tx, random) => [
    (await addPerson(tx, { name: `person ${random.below(100)}`, role: "editor", locale: "en" }))
      .change,
  ],
];

/** One act in its own transaction. A refused one leaves nothing behind. */
async function act(random: Random, now: Snapshot): Promise<void> {
  const chosen = random.pick(acts)!;
  await record.db
    .transaction()
    .execute(async (tx) => append(tx, now.campaign.id, await chosen(tx, random, now)))
    .catch((error: unknown) => {
      if (!(error instanceof Refusal) && (error as { code?: string }).code !== deadlock)
        throw error;
    });
}
const deadlock = "40P01";

async function changesAfter(seq: number): Promise<Change[]> {
  return readSince(record.db, seq, 10_000);
}

function replay(from: Snapshot, changes: readonly Change[], audience: Audience): Snapshot {
  return changes
    .map((change) => changeFor(audience, change))
    .reduce(applyChange, snapshotFor(audience, from));
}

test(`whatever happens, a console that applied every change shows what the database holds (${runs} runs)`, async () => {
  const seedNumber = Number(process.env["REBOND_TEST_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
  let before = start;
  for (let run = 0; run < runs; run += 1) {
    const random = createRandom(seedNumber + run);
    for (let step = random.below(4); step >= 0; step -= 1) {
      // Two at once now and then: two editors, a feed and a worker.
      const together =
        random.below(4) === 0
          ? [createRandom(random.below(2 ** 31)), createRandom(random.below(2 ** 31))]
          : [random];
      await Promise.all(together.map((each) => act(each, before)));
    }
    const after = await readSnapshot(record.db, before.campaign.id);
    const changes = await changesAfter(before.seq);
    expect(changes.map(({ seq }) => seq)).toEqual(
      changes.map((_, index) => before.seq + 1 + index),
    );
    for (const audience of ["desk", "guest"] as const) {
      const shown = replay(before, changes, audience);
      const held = snapshotFor(audience, after);
      if (!isDeepStrictEqual(shown, held))
        expect(shown, `REBOND_TEST_SEED=${seedNumber}, run ${run}, ${audience}`).toEqual(held);
    }
    before = after;
  }
  expect(before.moments.length).toBeGreaterThan(0);
  expect(before.deliveries.length).toBeGreaterThan(0);
  process.stdout.write(`convergence: seed ${seedNumber}, ${runs} runs, ${before.seq} changes\n`);
}, 240_000);

test("every change since the very first, applied to nothing, makes the desk there is", async () => {
  const held = await readSnapshot(record.db, start.campaign.id);
  const nothing: Snapshot = {
    ...held,
    seq: 0,
    campaign: {} as Campaign,
    moments: [],
    templates: [],
    accounts: [],
    posts: [],
    deliveries: [],
    slots: [],
    holds: [],
    feeds: [],
    people: [],
  };
  expect(replay(nothing, await changesAfter(0), "desk")).toEqual(held);
});
