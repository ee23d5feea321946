/** What an editor decides about what was missed: send it after all, give it another time, give it up. */
import type { CommandInput, CommandName, CommandOutput } from "#shared/commands.ts";
import type { Delivery } from "#shared/posts.ts";
import type { Fold } from "#shared/slots.ts";
import type { Answer, Orders } from "../live/orders.ts";
import { useLive } from "../live/store.ts";
import { useDesk } from "./desk-store.ts";

/** `wallAt` as `2026-07-24T20:20:00`, read in `zone`. */
export type NewTime = { wallAt: string; zone: string; fold: Fold | null };

/** What one command takes at most. */
const atOnce = 200;

export type Tray = {
  sendNow: (deliveries: readonly Delivery[]) => Promise<Answer<"delivery.sendNow">>;
  reslot: (deliveries: readonly Delivery[], time: NewTime) => Promise<Answer<"delivery.reslot">>;
  drop: (deliveries: readonly Delivery[]) => Promise<Answer<"delivery.drop">>;
};

/** Orders under ids minted once for each decision: however often a button is pressed it is one intent. */
export function createTray(orders: Orders): Tray {
  const intents = new Map<string, string>();

  /** A delivery's revision is part of the decision: what was missed again can be sent again. */
  const decide = async <Name extends CommandName>(
    name: Name,
    deliveries: readonly Delivery[],
    input: CommandInput<Name>,
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
      const deliveries = all.slice(0, atOnce);
      const undoMs = useLive.getState().desk?.campaign.undoMs ?? 0;
      // Before the answer: it shows on the desk first, and Z shall take it back from then on.
      useDesk.setState(({ sentNow }) => ({
        sentNow: new Set([...sentNow, ...deliveries.map(({ postId }) => postId)]),
      }));
      const input = { deliveries: ids(deliveries), undoMs };
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
  };
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
