/**
 * The dispatcher: every press from a console, a script or a Stream Deck goes through here. A command, its effect, its
 * reply and its line in the press log commit together, so an id that was seen is answered and never acted on twice.
 */
import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { z } from "zod";
import type { NewChange } from "#shared/changes.ts";
import {
  type CommandInput,
  type CommandName,
  type CommandOutput,
  commands,
  secretsOf,
} from "#shared/commands.ts";
import { Refusal } from "#shared/errors.ts";
import type { PersonId } from "#shared/ids.ts";
import type { Envelope } from "#shared/protocol.ts";
import type { Refused, Reply } from "#shared/result.ts";
import { may, type Role } from "#shared/roles.ts";
import { without, withoutWords } from "#shared/secrets.ts";
import type { Clock } from "./clock.ts";
import { again } from "./db/again.ts";
import { append, type Db, type Tx } from "./db/changes.ts";
import type { Log } from "./log.ts";

/** Who asks, and by which way in. */
export type Caller = {
  personId: PersonId;
  name: string;
  role: Role;
  via: "socket" | "http" | "cli";
  /** Signed by a token of its own, not in a session at a console. */
  isScript: boolean;
};
export type Asked<Name extends CommandName> = {
  tx: Tx;
  caller: Caller;
  input: CommandInput<Name>;
  pressedAt: string | null;
};
/** What a handler did: its answer, and the changes to append at the very end of the transaction. */
export type Done<Name extends CommandName> = { output: CommandOutput<Name>; changes: NewChange[] };
export type Handlers = { [Name in CommandName]: (asked: Asked<Name>) => Promise<Done<Name>> };
export type Dispatch = (caller: Caller, envelope: Envelope) => Promise<Reply<unknown>>;

export type DispatchParts = {
  db: Db;
  campaignId: string;
  handlers: Handlers;
  clock: Clock;
  log: Log;
  /** Told of every answer, for the metrics. */
  counted: (name: string, outcome: string) => void;
};

/** Never throws: refusals are answers, and a fault is logged once with its command id and shown as `internal`. */
export function createDispatch(parts: DispatchParts): Dispatch {
  return async (caller, envelope) => {
    const startedAt = parts.clock.monotonic();
    const reply = await answer(parts, caller, envelope, startedAt).catch((error: unknown) =>
      fault(parts, envelope, error),
    );
    parts.counted(envelope.name, reply.ok ? "ok" : reply.code);
    return reply;
  };
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}

async function answer(
  parts: DispatchParts,
  caller: Caller,
  envelope: Envelope,
  startedAt: number,
): Promise<Reply<unknown>> {
  const { name } = envelope;
  if (!isCommand(name))
    return refusal(
      new Refusal("unknownCommand", {
        field: "name",
        message: `there is no command "${name.slice(0, 60)}"`,
      }),
    );
  const parsed = commands[name].input.safeParse(envelope.input);
  const before = barred(caller, name, envelope.input, parsed.error);
  if (before) {
    // What was not understood may carry a secret under any name.
    const keep = canBeKept(envelope.input) && (parsed.success || secretsOf(name).length === 0);
    const asked = { ...envelope, name, input: keep ? envelope.input : null };
    await logPress(parts, parts.db, caller, asked, before.code, startedAt);
    return refusal(before);
  }
  const known = { ...envelope, name, input: parsed.data };
  // May be done twice: an id that was seen is answered, should the first have been on record after all.
  return again(() =>
    parts.db.transaction().execute((tx) => act(parts, tx, caller, known, startedAt)),
  );
}

/** What stops a command before anything is looked up: the role, the schema, or text that no row can hold. */
function barred(
  { role }: Caller,
  name: CommandName,
  input: unknown,
  error: z.ZodError | undefined,
): Refusal | null {
  const { power } = commands[name];
  if (!may(role, power))
    return new Refusal("notAllowed", {
      message: `${name} is not for the role ${role}`,
      role,
      power,
    });
  if (error) return badInput(error);
  return canBeKept(input)
    ? null
    : new Refusal("badInput", {
        field: "input",
        message: "input: a NUL character, or half of a character, cannot be kept",
      });
}

type Known = Omit<Envelope, "name"> & { name: CommandName };

async function act(
  parts: DispatchParts,
  tx: Tx,
  caller: Caller,
  envelope: Known,
  startedAt: number,
): Promise<Reply<unknown>> {
  if (!commands[envelope.name].changes) return run(parts, tx, caller, envelope);
  const inputHash = createHash("sha256")
    .update(JSON.stringify([envelope.name, kept(envelope.name, envelope.input)]))
    .digest("hex");
  const seen = await remember(parts, tx, caller, envelope, inputHash);
  if (seen) {
    await logPress(parts, tx, caller, envelope, seen.ok ? "replayed" : seen.code, startedAt);
    return { ...seen, replayed: true };
  }
  return run(parts, tx, caller, envelope, async (reply) => {
    await store(tx, envelope, reply);
    await logPress(parts, tx, caller, envelope, reply.ok ? "ok" : reply.code, startedAt);
  });
}

/** Null when the id is new and now ours; the stored reply when it was seen (a press still being handled is waited for). */
async function remember(
  parts: DispatchParts,
  tx: Tx,
  caller: Caller,
  envelope: Known,
  inputHash: string,
): Promise<Reply<unknown> | null> {
  const inserted = await tx
    .insertInto("commands")
    .values({
      id: envelope.commandId,
      campaignId: parts.campaignId,
      personId: caller.personId,
      name: envelope.name,
      inputHash,
      reply: null,
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 1n) return null;
  const row = await tx
    .selectFrom("commands")
    .select(["inputHash", "personId", "reply"])
    .where("id", "=", envelope.commandId)
    .executeTakeFirstOrThrow();
  if (row.inputHash !== inputHash || row.personId !== caller.personId) {
    return refusal(
      new Refusal("commandReused", {
        field: "commandId",
        message: "this command id was used for something else",
      }),
    );
  }
  return row.reply as Reply<unknown>;
}

async function store(tx: Tx, { commandId, name }: Known, reply: Reply<unknown>): Promise<void> {
  await tx
    .updateTable("commands")
    .set({ reply: JSON.stringify(kept(name, reply)) })
    .where("id", "=", commandId)
    .execute();
}

/** A secret is used or answered once: what is kept says that it was there, not what it is. */
function kept(name: CommandName, value: unknown): unknown {
  return without(secretsOf(name), value, "(shown once)");
}

/** Runs the handler under a savepoint, so that a refusal undoes all it did and is still remembered. */
async function run(
  { handlers, campaignId }: DispatchParts,
  tx: Tx,
  caller: Caller,
  { name, input, pressedAt }: Known,
  answered: (reply: Reply<unknown>) => Promise<void> = async () => {},
): Promise<Reply<unknown>> {
  const handler = handlers[name] as (asked: Asked<CommandName>) => Promise<Done<CommandName>>;
  await sql`SAVEPOINT handler`.execute(tx);
  try {
    const { output, changes } = await handler({
      tx,
      caller,
      input: input as CommandInput<CommandName>,
      pressedAt: pressedAt ?? null,
    });
    const reply = { ok: true as const, value: commands[name].output.parse(output) };
    await answered(reply);
    // Last: it locks the change counter until the commit.
    await append(tx, campaignId, changes);
    return reply;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await sql`ROLLBACK TO SAVEPOINT handler`.execute(tx);
    const reply = refusal(error);
    await answered(reply);
    return reply;
  }
}

async function logPress(
  { campaignId, clock }: DispatchParts,
  db: Db | Tx,
  caller: Caller,
  envelope: Known,
  outcome: string,
  startedAt: number,
): Promise<void> {
  await db
    .insertInto("actions")
    .values({
      campaignId,
      commandId: envelope.commandId,
      personId: caller.personId,
      name: envelope.name,
      input: JSON.stringify(loggedInput(envelope, outcome)),
      outcome,
      via: caller.via,
      pressedAt: envelope.pressedAt ?? null,
      tookMs: Math.round(clock.monotonic() - startedAt),
    })
    .execute();
}

/** What is longer than this is logged once, where it was acted on; elsewhere by its length and hash. */
const longestLogged = 64 * 1024;

function loggedInput({ name, input }: Known, outcome: string): unknown {
  const asked = kept(name, input ?? null);
  const text = JSON.stringify(asked);
  if (outcome === "ok" || text.length <= longestLogged) return asked;
  return { length: text.length, sha256: createHash("sha256").update(text).digest("hex") };
}

/** Whether the database takes it as JSON text: it knows neither NUL nor a surrogate without its other half. */
function canBeKept(input: unknown): boolean {
  return !/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/.test(JSON.stringify(input ?? null));
}

function badInput(error: z.ZodError): Refusal {
  const [first] = error.issues;
  const field = first ? first.path.join(".") || "input" : "input";
  return new Refusal("badInput", {
    field,
    message: `${field}: ${first?.message ?? "not understood"}`,
  });
}

function refusal(error: Refusal): Refused {
  return { ok: false, code: error.code, details: error.details };
}

function fault({ log }: DispatchParts, envelope: Envelope, error: unknown): Refused {
  const { name, commandId } = envelope;
  const err = isCommand(name) ? withoutWords(secretsOf(name), envelope.input, error) : error;
  log.error({ err, command: name, commandId }, "a command failed");
  return {
    ok: false,
    code: "internal",
    details: {
      commandId: envelope.commandId,
      message: "something broke on our side; asking again with the same id is safe",
    },
  };
}
