/** The chain over the change log, the press log and the attempts: what was written can no longer be edited unseen. */
import { type Kysely, sql } from "kysely";

/** What is hashed of each row, by the column that numbers it. The same expressions stand in audit/covered.ts. */
const covered = [
  { table: "changes", key: "seq", body: "ROW(r.seq, r.campaign_id, r.type, r.data, r.at)" },
  {
    table: "actions",
    key: "id",
    body: `ROW(r.id, r.at, r.campaign_id, r.command_id, r.person_id, r.name, r.input, r.outcome, r.via, r.pressed_at, r.took_ms)`,
  },
  {
    table: "attempts",
    key: "id",
    body: `ROW(r.id, r.campaign_id, r.delivery_id, r.attempt, r.fence, r.step, r.at, r.request, r.outcome, r.detail)`,
  },
] as const;
type Covered = (typeof covered)[number];

/** Instants are written the same whoever writes them. */
const sameText = "SET timezone = 'UTC' SET datestyle = 'ISO'";

const tables = [
  // One entry a statement: the number of each row it wrote (8 bytes) and the SHA-256 of its text (32), in order.
  `CREATE TABLE audit_entries (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, source text NOT NULL, digests bytea NOT NULL)`,
  `CREATE TABLE audit (id bigint PRIMARY KEY, entry_id bigint NOT NULL UNIQUE, hash bytea NOT NULL)`,
  // At commit, because the counter is always locked last; and by the tables' owner, because nobody else may write here.
  `CREATE FUNCTION audit_link() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    DECLARE head record; number bigint;
    BEGIN
      PERFORM 1 FROM public.counter WHERE id = 1 FOR UPDATE;
      SELECT id, hash INTO head FROM public.audit ORDER BY id DESC LIMIT 1;
      number := coalesce(head.id, 0) + 1;
      INSERT INTO public.audit VALUES (number, NEW.id, sha256(
        coalesce(head.hash, '') || int8send(number) || int8send(NEW.id) || convert_to(NEW.source, 'UTF8') || NEW.digests));
      RETURN NULL;
    END $$`,
  `CREATE CONSTRAINT TRIGGER audit_entries_link AFTER INSERT ON audit_entries
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_link()`,
];

function entryTrigger({ table, key, body }: Covered): string[] {
  return [
    `CREATE FUNCTION audit_${table}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER ${sameText} AS $$
      BEGIN
        INSERT INTO public.audit_entries (source, digests)
        SELECT '${table}', string_agg(int8send(r.${key}) || sha256(convert_to(${body}::text, 'UTF8')), NULL ORDER BY r.${key})
        FROM written r HAVING count(*) > 0;
        RETURN NULL;
      END $$`,
    `CREATE TRIGGER ${table}_audit AFTER INSERT ON ${table} REFERENCING NEW TABLE AS written
      FOR EACH STATEMENT EXECUTE FUNCTION audit_${table}()`,
  ];
}

/** What was there before the chain, a thousand rows an entry. */
function chainKnown({ table, key, body }: Covered): string {
  return `INSERT INTO audit_entries (source, digests)
    SELECT '${table}', string_agg(int8send(r.${key}) || sha256(convert_to(${body}::text, 'UTF8')), NULL ORDER BY r.${key})
    FROM (SELECT *, (row_number() OVER (ORDER BY ${key}) - 1) / 1000 AS part FROM ${table}) r GROUP BY part ORDER BY part`;
}

function appendOnly(table: string): string {
  return `CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE ON ${table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()`;
}

function neverEmptied(table: string): string {
  return `CREATE TRIGGER ${table}_never_emptied BEFORE TRUNCATE ON ${table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()`;
}

const names = ["audit_entries", "audit", ...covered.map(({ table }) => table)];
const statements = [
  ...tables,
  ...covered.flatMap(entryTrigger),
  "SET LOCAL timezone = 'UTC'",
  "SET LOCAL datestyle = 'ISO'",
  ...covered.map(chainKnown),
  // The links of what was there: now, for a table with links still to come could not be altered by what follows.
  "SET CONSTRAINTS ALL IMMEDIATE",
  "SET CONSTRAINTS ALL DEFERRED",
  "RESET timezone",
  "RESET datestyle",
  ...["audit_entries", "audit"].map(appendOnly),
  ...names.map(neverEmptied),
];

/** Runs once, as the tables' owner. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
