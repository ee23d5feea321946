/** Gives commands to the server, and keeps the ones that must not be lost or doubled until they are answered. */
import type { CommandInput, CommandName, CommandOutput } from "#shared/commands.ts";
import type { RefusalCode } from "#shared/errors.ts";
import type { Envelope } from "#shared/protocol.ts";
import type { Reply } from "#shared/result.ts";
import type { DeskSocket } from "./connection.ts";
import type { Pending } from "./pending.ts";
import { serverNow } from "./store.ts";

/** A reply, or word that none came in time: what the server did is then not known. */
export type Answer<Name extends CommandName> =
  | { ok: true; value: CommandOutput<Name> }
  | { ok: false; code: RefusalCode | "unanswered"; details: Record<string, unknown> };

const answerWithinMs = 5000;
/** An order older than this is not asked again: late is not now. */
const askAgainWithinMs = 20_000;

export type Orders = {
  /** Asks once. */
  send: <Name extends CommandName>(name: Name, input: CommandInput<Name>) => Promise<Answer<Name>>;
  /** Gives an order under an id minted earlier, and keeps it until it is answered. */
  give: <Name extends CommandName>(
    commandId: string,
    name: Name,
    input: CommandInput<Name>,
  ) => Promise<Answer<Name>>;
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

  const askKept = async <Name extends CommandName>(envelope: Envelope): Promise<Answer<Name>> => {
    const answer = await ask<Name>(envelope);
    if (answer.ok || answer.code !== "unanswered") await pending.remove(envelope.commandId);
    return answer;
  };

  const askOneAgain = async (envelope: Envelope): Promise<void> => {
    if (asking.has(envelope.commandId)) return;
    if (serverNow() - Date.parse(envelope.pressedAt ?? "") < askAgainWithinMs) {
      settled(envelope, await askKept(envelope));
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
    async askAgain() {
      for (const envelope of await pending.all()) await askOneAgain(envelope);
    },
  };
}
