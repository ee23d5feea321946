/** What an editor decides about what was missed: send it after all, give it another time, give it up. */
import type { CommandInput, CommandName } from "#shared/commands.ts";
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
    sendNow: (all) => {
      const deliveries = all.slice(0, atOnce);
      const undoMs = useLive.getState().desk?.campaign.undoMs ?? 0;
      useDesk.setState(({ sentNow }) => ({
        sentNow: new Set([...sentNow, ...deliveries.map(({ postId }) => postId)]),
      }));
      return decide("delivery.sendNow", deliveries, { deliveries: ids(deliveries), undoMs });
    },
    reslot: (all, time) => {
      const deliveries = all.slice(0, atOnce);
      return decide("delivery.reslot", deliveries, { deliveries: ids(deliveries), ...time });
    },
    drop: (all) => {
      const deliveries = all.slice(0, atOnce);
      return decide("delivery.drop", deliveries, { deliveries: ids(deliveries) });
    },
  };
}

function ids(deliveries: readonly Delivery[]): Delivery["id"][] {
  return deliveries.map(({ id }) => id);
}
