/** A secret passes through a command once: no row and no log line has it afterwards. */
import { sql } from "kysely";
import { expect, test } from "vitest";
import type { CommandInput } from "#shared/commands.ts";
import { command, signIn, startDesk } from "../harness/desk.ts";
import { type DeskRecord, openRecord } from "../harness/record.ts";
import { startTestNetwork } from "../harness/rehearsal-network.ts";

const wrong = "wr0ng-horse-battery-staple";

test("after an account is linked, or could not be, its secret is nowhere in the database or the log", async () => {
  const network = await startTestNetwork();
  const desk = await startDesk({ rehearsalNetwork: network, env: { REBOND_LOG: "debug" } });
  const record = await openRecord(desk);
  const admin = await signIn(desk);
  const link: CommandInput<"account.link"> = {
    network: "rehearsal",
    wears: "bluesky",
    service: null,
    handle: "evening.secret",
    name: "Evening",
    locales: ["fr"],
    realm: "rehearsal",
    secret: network.token,
  };
  const commandId = crypto.randomUUID();
  expect(await command(desk, admin, "account.link", link, commandId)).toMatchObject({ ok: true });
  expect(await command(desk, admin, "account.link", link, commandId)).toMatchObject({ ok: true });
  const refused = { ...link, secret: wrong };
  expect((await command(desk, admin, "account.link", refused)).ok).toBe(false);
  const misspelt = { ...link, secrets: wrong, secret: { value: wrong } } as never;
  expect(await command(desk, admin, "account.link", misspelt)).toMatchObject({ code: "badInput" });
  await network.stop();
  expect((await command(desk, admin, "account.link", refused)).ok).toBe(false);

  const made = await command(desk, admin, "token.create", { name: "script", role: "viewer" });
  if (!made.ok) throw new Error(made.code);
  const secrets = [network.token, wrong, made.value.token];
  for (const secret of secrets) {
    expect(await columnsWith(record, secret)).toEqual([]);
    expect(desk.stderr()).not.toContain(secret);
    expect(desk.stdout()).not.toContain(secret);
  }
  expect((await columnsWith(record, "(shown once)")).toSorted()).toEqual([
    "actions.input",
    "commands.reply",
  ]);
  await record.close();
  await desk.stop();
});

/** Every column of text, JSON or bytes that has it, as table.column. */
async function columnsWith({ db }: DeskRecord, word: string): Promise<string[]> {
  const { rows } = await sql<{ table: string; column: string }>`
    SELECT table_name AS table, column_name AS column FROM information_schema.columns
    WHERE table_schema = 'public' AND data_type IN ('text', 'jsonb', 'json', 'bytea', 'ARRAY', 'character varying')`.execute(
    db,
  );
  expect(rows.length).toBeGreaterThan(40);
  const found: string[] = [];
  for (const { table, column } of rows) {
    const said = sql`strpos(${sql.ref(column)}::text, ${word}) + strpos(${sql.ref(column)}::text, ${Buffer.from(word).toString("hex")})`;
    const { rows: hits } =
      await sql`SELECT 1 FROM ${sql.table(table)} WHERE ${said} > 0 LIMIT 1`.execute(db);
    if (hits.length > 0) found.push(`${table}.${column}`);
  }
  return found;
}
