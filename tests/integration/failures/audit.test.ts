/** The record of who did what cannot be changed unseen: what was edited, removed or put in past the chain is named. */
import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { covered, sources } from "#server/audit/covered.ts";
import { type Flaw, type Verdict, verify } from "#server/audit/verify.ts";
import { withClient } from "#server/db/cluster.ts";
import { connect } from "#server/db/connect.ts";
import { apiToken, cli, command } from "../../harness/desk.ts";
import { fireMarked, type Marked, untilAre } from "../../harness/marked.ts";
import { freshDatabase, type FreshDatabase } from "../../harness/postgres.ts";
import { type Crew, openCrew } from "../../harness/workers.ts";

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
let evening: FreshDatabase;
let crew: Crew;
let fired: Marked;
let running: Verdict;
let listed: { what: string; [field: string]: unknown }[];

/** A short evening: reactions that leave, a hold placed and lifted, a token made, a press that is refused. */
beforeAll(async () => {
  evening = await freshDatabase();
  crew = await openCrew("postgres", { database: evening.url });
  const { desk, screen, cookie } = crew;
  await crew.worker();
  await Promise.all([fireMarked(crew), fireMarked(crew)]);
  fired = await fireMarked(crew);
  await untilAre(screen, fired, ["confirmed"]);
  await command(desk, cookie, "hold.place", {});
  await command(desk, cookie, "hold.release", {});
  const viewer = await apiToken(desk, cookie, "viewer");
  await command(desk, viewer, "hold.place", {});
  running = JSON.parse(await cli(desk, "audit", "verify", "--json")) as Verdict;
  listed = (await cli(desk, "audit", "list", "--json"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as (typeof listed)[number]);
  await crew.close();
});
afterAll(() => evening?.drop());

/** A copy of the evening, changed by somebody who owns the database and knows how to turn the triggers off. */
async function tamper(statements: readonly string[], head: string | null = null): Promise<Verdict> {
  const name = `t_${randomBytes(6).toString("hex")}`;
  const original = new URL(evening.url).pathname.slice(1);
  const url = new URL(evening.url);
  url.pathname = "/postgres";
  await withClient(url.href, (client) =>
    client.query(`CREATE DATABASE ${name} TEMPLATE ${original}`),
  );
  const copy = new URL(evening.url);
  copy.pathname = `/${name}`;
  try {
    await withClient(copy.href, async (client) => {
      await client.query("SET session_replication_role = replica");
      for (const statement of statements) await client.query(statement);
    });
    const { db, close } = connect(copy.href, silent, 2);
    try {
      return await verify(db, head);
    } finally {
      await close();
    }
  } finally {
    await withClient(url.href, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
  }
}

test("the record of an evening is as it was written, while the desk runs", () => {
  expect(running).toMatchObject({ ok: true });
  if (!running.ok) return;
  expect(running.head).toMatch(/^[0-9a-f]{64}$/);
  expect(running.rows).toBeGreaterThan(running.links);
});

test("untouched, the same record verifies with the desk down, and still runs through the head that was kept", async () => {
  const kept = running.ok ? running.head : "";
  expect(await tamper([])).toMatchObject({ ok: true });
  expect(await tamper([], kept)).toMatchObject({ ok: true });
});

const middle = (table: string, key: string) =>
  `(SELECT ${key} FROM ${table} ORDER BY ${key} OFFSET (SELECT count(*) / 2 FROM ${table}) LIMIT 1)`;
const other = "(SELECT id FROM actions ORDER BY id LIMIT 1)";
const tampered: { how: string; by: string[]; flaw: Partial<Flaw> }[] = [
  {
    how: "a change whose text was edited",
    by: [`UPDATE changes SET data = data || '{"x": 1}' WHERE seq = ${middle("changes", "seq")}`],
    flaw: { table: "changes", what: "edited" },
  },
  {
    how: "a change whose time was moved by a microsecond",
    by: [`UPDATE changes SET at = at + interval '1 microsecond' WHERE seq = 3`],
    flaw: { table: "changes", id: "3", what: "edited" },
  },
  {
    how: "a press that somebody else shall have made",
    by: [`UPDATE actions SET person_id = NULL WHERE id = ${middle("actions", "id")}`],
    flaw: { table: "actions", what: "edited" },
  },
  {
    how: "an answer of a network that was improved",
    by: [`UPDATE attempts SET outcome = 'absent' WHERE id = ${middle("attempts", "id")}`],
    flaw: { table: "attempts", what: "edited" },
  },
  {
    how: "a press that was removed",
    by: [`DELETE FROM actions WHERE id = ${middle("actions", "id")}`],
    flaw: { table: "actions", what: "removed" },
  },
  {
    how: "two presses that changed places",
    by: [
      `UPDATE actions a SET name = b.name, at = b.at, input = b.input, outcome = b.outcome FROM actions b
        WHERE (a.id, b.id) IN ((${other}, ${other} + 1), (${other} + 1, ${other}))`,
    ],
    flaw: { table: "actions", what: "edited" },
  },
  {
    how: "a press that was put in past the chain",
    by: [
      `INSERT INTO actions (campaign_id, name, input, outcome, via, took_ms)
        SELECT campaign_id, name, input, outcome, via, 1 FROM actions ORDER BY id LIMIT 1`,
    ],
    flaw: { table: "actions", what: "notChained", link: null },
  },
  {
    how: "a change and its link, both removed",
    by: [
      `DELETE FROM changes WHERE seq = (SELECT max(seq) FROM changes)`,
      `DELETE FROM audit_entries WHERE id = (SELECT max(id) FROM audit_entries WHERE source = 'changes')`,
    ],
    flaw: { table: "audit_entries", what: "removed" },
  },
  {
    how: "the newest changes, cut off with all that named them",
    by: [
      `DELETE FROM audit WHERE entry_id >= (SELECT max(id) FROM audit_entries WHERE source = 'changes')`,
      `DELETE FROM audit_entries WHERE id NOT IN (SELECT entry_id FROM audit)`,
      `DELETE FROM changes WHERE seq > (SELECT max(seq) - 1 FROM changes)`,
    ],
    flaw: {},
  },
  {
    how: "a link that was edited",
    by: [`UPDATE audit SET hash = sha256(hash) WHERE id = 5`],
    flaw: { table: "audit", id: "5", what: "chainEdited" },
  },
  {
    how: "an entry that was edited to fit an edited row",
    by: [
      `UPDATE audit_entries SET digests = overlay(digests PLACING '\\x00' FROM 20) WHERE id =
        (SELECT entry_id FROM audit WHERE id = 4)`,
    ],
    flaw: { table: "audit", id: "4", what: "chainEdited" },
  },
  {
    how: "a link that was removed",
    by: [`DELETE FROM audit WHERE id = 6`],
    flaw: { table: "audit", id: "6", what: "linkRemoved" },
  },
  {
    how: "two links that changed places",
    by: [
      `UPDATE audit a SET entry_id = -b.entry_id, hash = b.hash FROM audit b WHERE (a.id, b.id) IN ((3, 4), (4, 3))`,
      `UPDATE audit SET entry_id = -entry_id WHERE entry_id < 0`,
    ],
    flaw: { table: "audit", id: "3", what: "chainEdited" },
  },
];

test.for(tampered)("$how is named", async ({ by, flaw }) => {
  const verdict = await tamper(by);
  expect(verdict).toMatchObject({ ok: false, flaw });
});

test("a record that was cut off cleanly at its end is found by the head somebody kept", async () => {
  const cut = [
    `DELETE FROM audit WHERE id > 8`,
    `DELETE FROM audit_entries WHERE id NOT IN (SELECT entry_id FROM audit)`,
    ...sources.map((source) => {
      const { key } = covered[source];
      const chained = `SELECT ('x' || encode(substr(digests, 40 * place + 1, 8), 'hex'))::bit(64)::bigint
        FROM audit_entries, generate_series(0, length(digests) / 40 - 1) AS place WHERE source = '${source}'`;
      return `DELETE FROM ${source} WHERE ${key} NOT IN (${chained})`;
    }),
    `UPDATE counter SET seq = (SELECT max(seq) FROM changes)`,
  ];
  expect(await tamper(cut)).toMatchObject({ ok: true, links: 8 });
  const kept = running.ok ? running.head : "";
  expect(await tamper(cut, kept)).toMatchObject({ ok: false, flaw: { what: "otherHead" } });
});

/** A column of each that could be written, were it not for the rule. */
const appendOnly = [
  ["changes", "type"],
  ["actions", "outcome"],
  ["attempts", "outcome"],
  ["audit_entries", "source"],
  ["audit", "hash"],
] as const;

test.for(appendOnly)(
  "neither the desk nor the tables’ owner may rewrite %s",
  async ([table, column]) => {
    await withClient(evening.url, async (client) => {
      const rewriting = [
        `UPDATE ${table} SET ${column} = ${column}`,
        `DELETE FROM ${table}`,
        `TRUNCATE ${table}`,
      ];
      for (const statement of rewriting)
        await expect(client.query(statement), statement).rejects.toThrow(/is append-only/);
      await client.query("SET ROLE rebond_app");
      for (const statement of rewriting)
        await expect(client.query(statement), statement).rejects.toThrow(/permission denied/);
    });
  },
);

test("the desk may read the chain and never write it, past it or around it", async () => {
  await withClient(evening.url, async (client) => {
    await client.query("SET ROLE rebond_app");
    for (const statement of [
      `INSERT INTO audit VALUES (1000000, 1, '')`,
      `INSERT INTO audit_entries (source, digests) VALUES ('actions', '')`,
      `ALTER TABLE actions DISABLE TRIGGER USER`,
      `SET session_replication_role = replica`,
      `DROP TABLE audit`,
    ])
      await expect(client.query(statement), statement).rejects.toThrow(
        /permission denied|must be owner/,
      );
    await expect(client.query(`SELECT * FROM audit LIMIT 1`)).resolves.toBeDefined();
  });
});

test("nothing of a covered row is left out of what is hashed", async () => {
  await withClient(evening.url, async (client) => {
    for (const source of sources) {
      const { rows } = await client.query<{ name: string }>(
        `SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1`,
        [source],
      );
      const hashed = [...covered[source].body.matchAll(/r\.(\w+)/g)].map(([, name = ""]) => name);
      expect(hashed.toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
    }
  });
});

test("what many write at once, and what is rolled back, leaves one chain", async () => {
  const { db, close } = connect(evening.url, silent, 10);
  try {
    const before = await verify(db);
    const { campaignId } = await db
      .selectFrom("actions")
      .select("campaignId")
      .executeTakeFirstOrThrow();
    const press = (index: number) =>
      db.transaction().execute(async (tx) => {
        const action = {
          campaignId,
          commandId: randomUUID(),
          personId: null,
          pressedAt: null,
          tookMs: 1,
        };
        await tx
          .insertInto("actions")
          .values({ ...action, name: "test", input: "{}", outcome: "ok", via: "cli" })
          .execute();
        if (index % 5 === 0) throw new Error("rolled back");
      });
    const done = await Promise.allSettled(Array.from({ length: 100 }, (_, index) => press(index)));
    expect(done.filter(({ status }) => status === "fulfilled")).toHaveLength(80);
    const after = await verify(db);
    expect(after).toMatchObject({ ok: true, rows: before.rows + 80 });
  } finally {
    await close();
  }
});

test("the list says who pressed what, when it was answered, and from press to public", () => {
  const fires = listed.filter(({ what }) => what === "post.fire");
  expect(fires).toHaveLength(3);
  for (const fire of fires) {
    expect(fire).toMatchObject({ outcome: "ok", via: "http", deliveries: 2 });
    expect(Date.parse(String(fire["arrivedAt"]))).toBeLessThanOrEqual(
      Date.parse(String(fire["repliedAt"])),
    );
  }
  const last = fires.at(-1)!;
  expect(last).toMatchObject({ published: 2, firstPublicAt: expect.any(String) });
  expect(last["momentToPublicMs"]).toBeGreaterThan(0);
  expect(listed.filter(({ what }) => what === "hold.place").map(({ outcome }) => outcome)).toEqual([
    "ok",
    "notAllowed",
  ]);
});
