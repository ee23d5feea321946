/** Gives commands to the server, and keeps the ones that must not be lost or doubled until they are answered. */
import type { CommandSent, CommandName, CommandOutput } from "#shared/commands.ts";
import type { RefusalCode } from "#shared/errors.ts";
import type { Envelope } from "#shared/protocol.ts";
import type { Reply } from "#shared/result.ts";
import type { DeskSocket } from "./connection.ts";
import type { Kept, Pending } from "./pending.ts";
import { serverNow, useLive } from "./store.ts";

/** A reply, or word that none came in time: what the server did is then not known. */
export type Answer<Name extends CommandName> =
  | { ok: true; value: CommandOutput<Name> }
  | { ok: false; code: RefusalCode | "unanswered"; details: Record<string, unknown> };

const answerWithinMs = 5000;
/** An order older than this is not asked again: late is not now. */
const askAgainWithinMs = 20_000;
/** It says when it was pressed, so that it is as true later; the server decides when it is too old. */
const trueLater: readonly string[] = ["moment.spot"];
/** Answers after which the same order may well be taken. */
const passing: readonly string[] = ["unanswered", "busy", "internal"];

export type Orders = {
  /** Asks once. */
  send: <Name extends CommandName>(name: Name, input: CommandSent<Name>) => Promise<Answer<Name>>;
  /** Gives an order under an id minted earlier, and keeps it until it is answered. */
  give: <Name extends CommandName>(
    commandId: string,
    name: Name,
    input: CommandSent<Name>,
  ) => Promise<Answer<Name>>;
  /** Asks for an order that was kept before, under its own id. */
  giveKept: (kept: Kept) => Promise<Answer<CommandName>>;
  /** Asks again, under their own ids, the orders that were never answered. */
  askAgain: () => Promise<void>;
};

/** What became of an order that was asked again: its answer, or null when it was too old to ask. */
export type Settled = (envelope: Envelope, answer: Answer<CommandName> | null) => void;

export function createOrders(socket: DeskSocket, pending: Pending, settled: Settled): Orders {
  const asking = new Set<string>();

  const ask = async <Name extends CommandName>(envelope: Envelope): Promise<Answer<Name>> => {
    asking.add(envelope.commandId);
    try {
      const reply = (await socket
        .timeout(answerWithinMs)
        .emitWithAck("command", envelope)) as Reply<CommandOutput<Name>>;
      return reply;
    } catch {
      return { ok: false, code: "unanswered", details: {} };
    } finally {
      asking.delete(envelope.commandId);
    }
  };

  const askKept = async <Name extends CommandName>(kept: Kept): Promise<Answer<Name>> => {
    const { by: _by, notBefore: _notBefore, ...envelope } = kept;
    const answer = await ask<Name>(envelope);
    if (!staysKept(envelope, answer)) await pending.remove(envelope.commandId);
    return answer;
  };

  const askOneAgain = async (kept: Kept): Promise<void> => {
    const { by, notBefore, ...envelope } = kept;
    if (asking.has(envelope.commandId) || (notBefore ?? 0) > Date.now()) return;
    if (by !== undefined && by !== useLive.getState().me?.id) return;
    const age = serverNow() - Date.parse(envelope.pressedAt ?? "");
    if (trueLater.includes(envelope.name) || age < askAgainWithinMs) {
      settled(envelope, await askKept(kept));
      return;
    }
    await pending.remove(envelope.commandId);
    settled(envelope, null);
  };

  return {
    send: (name, input) => ask({ commandId: crypto.randomUUID(), name, input }),
    async give(commandId, name, input) {
      const envelope: Envelope = {
        commandId,
        name,
        input,
        pressedAt: new Date(serverNow()).toISOString(),
      };
      const [answer] = await Promise.all([askKept<typeof name>(envelope), pending.put(envelope)]);
      // The order may be answered before it is kept; then what was kept must go.
      if (answer.ok || answer.code !== "unanswered") await pending.remove(commandId);
      return answer;
    },
    giveKept: askKept,
    async askAgain() {
      for (const kept of await pending.all()) await askOneAgain(kept);
    },
  };
}

/** Whether an order is still to be asked after this answer. */
export function staysKept({ name }: Envelope, answer: Answer<CommandName>): boolean {
  if (answer.ok) return false;
  return trueLater.includes(name) ? passing.includes(answer.code) : answer.code === "unanswered";
}
