/** What an editor decides about what waits for them: send it after all, another time, longer, give it up, say what became of it. */
import type { CommandInput, CommandName, CommandOutput, CommandSent } from "#shared/commands.ts";
import type { Delivery } from "#shared/posts.ts";
import type { Fold } from "#shared/slots.ts";
import type { Answer, Orders } from "../live/orders.ts";
import { useLive } from "../live/store.ts";
import { useDesk } from "./desk-store.ts";
import { undoWindowAgain } from "./undo-window.ts";

/** `wallAt` as `2026-07-24T20:20:00`, read in `zone`. */
export type NewTime = { wallAt: string; zone: string; fold: Fold | null };

/** What one command takes at most. */
export const atOnce = 200;
/** A person's word on what nobody else can know. */
export type Word = CommandInput<"delivery.settle">["answer"];

export type Tray = {
  sendNow: (deliveries: readonly Delivery[]) => Promise<Answer<"delivery.sendNow">>;
  reslot: (deliveries: readonly Delivery[], time: NewTime) => Promise<Answer<"delivery.reslot">>;
  drop: (deliveries: readonly Delivery[]) => Promise<Answer<"delivery.drop">>;
  /** `notAfter`: epoch ms. */
  extend: (deliveries: readonly Delivery[], notAfter: number) => Promise<Answer<"delivery.extend">>;
  settle: (
    delivery: Delivery,
    answer: Word,
    remoteUrl: string | null,
  ) => Promise<Answer<"delivery.settle">>;
};

/** Orders under ids minted once for each decision: however often a button is pressed it is one intent. */
export function createTray(orders: Orders): Tray {
  const intents = new Map<string, string>();

  /** A delivery's revision is part of the decision: what was missed again can be sent again. */
  const decide = async <Name extends CommandName>(
    name: Name,
    deliveries: readonly Delivery[],
    input: CommandSent<Name>,
  ): Promise<Answer<Name>> => {
    const decision = JSON.stringify([name, input, deliveries.map(({ rev }) => rev)]);
    const commandId = intents.get(decision) ?? crypto.randomUUID();
    intents.set(decision, commandId);
    const answer = await orders.give(commandId, name, input);
    // A refusal is remembered under its id; pressing again then asks anew.
    if (!answer.ok && answer.code !== "unanswered") intents.delete(decision);
    return answer;
  };

  return {
    sendNow: async (all) => {
      const deliveries = oldestFirst(all).slice(0, atOnce);
      keepForUndo(deliveries);
      const input = { deliveries: ids(deliveries), undoMs: undoMs(deliveries) };
      const answer = await decide("delivery.sendNow", deliveries, input);
      forgetRefused(input.deliveries, answer);
      return answer;
    },
    reslot: (all, time) => {
      const deliveries = all.slice(0, atOnce);
      return decide("delivery.reslot", deliveries, { deliveries: ids(deliveries), ...time });
    },
    /** All of them, however many; the first refusal ends it. */
    drop: async (all) => {
      const outcomes: CommandOutput<"delivery.drop">["deliveries"] = [];
      for (let from = 0; from < all.length; from += atOnce) {
        const deliveries = all.slice(from, from + atOnce);
        const answer = await decide("delivery.drop", deliveries, { deliveries: ids(deliveries) });
        if (!answer.ok) return answer;
        outcomes.push(...answer.value.deliveries);
      }
      return { ok: true, value: { deliveries: outcomes } };
    },
    extend: (all, notAfter) => {
      const deliveries = all.slice(0, atOnce);
      return decide("delivery.extend", deliveries, {
        deliveries: ids(deliveries),
        notAfter: new Date(notAfter).toISOString(),
      });
    },
    settle: async (delivery, answer, remoteUrl) => {
      if (answer === "absent") keepForUndo([delivery]);
      const input = { deliveryId: delivery.id, answer, remoteUrl, undoMs: undoMs([delivery]) };
      const reply = await decide("delivery.settle", [delivery], input);
      if (answer === "absent") forgetRefused([delivery.id], reply);
      return reply;
    },
  };
}

/** The order in which they leave when they are sent together. */
export function oldestFirst(deliveries: readonly Delivery[]): Delivery[] {
  return deliveries.toSorted(
    (a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt) || (a.id < b.id ? -1 : 1),
  );
}

/** Before the answer: it shows on the desk first, and Z shall take it back from then on. */
function keepForUndo(deliveries: readonly Delivery[]): void {
  useDesk.setState(({ sentNow }) => ({
    sentNow: new Set([...sentNow, ...deliveries.map(({ postId }) => postId)]),
  }));
}

function undoMs(deliveries: readonly Delivery[]): number {
  const { desk } = useLive.getState();
  return desk ? undoWindowAgain(desk, deliveries) : 0;
}

/** Refused here, what leaves after all was sent by a colleague: not Z's to take back. Unanswered, it may well be ours. */
export function forgetRefused(
  deliveries: CommandInput<"delivery.sendNow">["deliveries"],
  answer: Answer<CommandName>,
): void {
  if (answer.ok || answer.code === "unanswered") return;
  const asked = new Set(deliveries);
  const refused = new Set<string>(
    useLive.getState().desk?.deliveries.flatMap((each) => (asked.has(each.id) ? each.postId : [])),
  );
  useDesk.setState(({ sentNow }) => ({
    sentNow: new Set([...sentNow].filter((postId) => !refused.has(postId))),
  }));
}

function ids(deliveries: readonly Delivery[]): Delivery["id"][] {
  return deliveries.map(({ id }) => id);
}
