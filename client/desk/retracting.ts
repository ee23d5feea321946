/** What can be taken back of what is public, and how. Pure but for the sheet that it opens. */
import type { Snapshot } from "#shared/changes.ts";
import { canDelete } from "#shared/networks.ts";
import type { Delivery } from "#shared/posts.ts";
import { useDesk } from "./desk-store.ts";

/** From here, by hand where its network has no way, asked for and not done yet, or done. */
export type Way = "here" | "hand" | "asked" | "gone";
export type Retractable = { delivery: Delivery; way: Way };

const over: readonly Delivery["state"][] = ["cancelled", "rejected", "missed"];

/** Each of these that was public, in the order they were asked for. */
export function waysBack(
  { deliveries, accounts }: Pick<Snapshot, "deliveries" | "accounts">,
  ids: readonly string[],
): Retractable[] {
  return ids.flatMap((id): Retractable[] => {
    const delivery = deliveries.find((each) => each.id === id);
    if (delivery?.state !== "confirmed" || delivery.kind === "delete") return [];
    if (delivery.takenBackAt) return [{ delivery, way: "gone" }];
    const taking = takingBack(deliveries, delivery);
    if (taking && !over.includes(taking.state)) return [{ delivery, way: "asked" }];
    const account = accounts.find((each) => each.id === delivery.account.id);
    const isPossible = account && canDelete(account) && delivery.remoteId !== null;
    return [{ delivery, way: isPossible ? "here" : "hand" }];
  });
}

/** The newest delivery that takes another back. */
export function takingBack(
  deliveries: readonly Delivery[],
  { id }: Pick<Delivery, "id">,
): Delivery | undefined {
  return deliveries.find(
    ({ kind, targetDeliveryId }) => kind === "delete" && targetDeliveryId === id,
  );
}

/** Who took a post back; null where nobody is known. */
export function whoTookBack(
  { deliveries, posts }: Pick<Snapshot, "deliveries" | "posts">,
  delivery: Delivery,
): string | null {
  const taking = takingBack(deliveries, delivery);
  return posts.find(({ id }) => id === taking?.postId)?.firedByName ?? null;
}

/** Asks, for each of these, what can be done, before anything is. */
export function openRetract(deliveryIds: readonly string[]): void {
  if (deliveryIds.length > 0) useDesk.setState({ retracting: [...new Set(deliveryIds)] });
}
