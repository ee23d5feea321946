/** Deliveries whose outcome is not known, and the one this console looks at. */
import { create } from "zustand";
import type { Delivery } from "#shared/posts.ts";

type Checking = { deliveryId: string | null };

export const useChecking = create<Checking>(() => ({ deliveryId: null }));

/** Opens the card of a delivery in doubt, from any screen; null closes it. */
export function check(deliveryId: string | null): void {
  useChecking.setState({ deliveryId });
}

export function isInDoubt({ state }: Delivery): boolean {
  return state === "uncertain" || state === "needsHuman";
}

/** Those only a person can settle now, the longest in doubt first. */
export function askedOf(deliveries: readonly Delivery[]): Delivery[] {
  return deliveries
    .filter(({ state }) => state === "needsHuman")
    .toSorted((a, b) => sinceOf(a) - sinceOf(b) || (a.id < b.id ? -1 : 1));
}

/** The first to look at: one that is asked, else one that is still looked for; null when everything is known. */
export function firstInDoubt(deliveries: readonly Delivery[]): Delivery | null {
  return askedOf(deliveries)[0] ?? deliveries.findLast(isInDoubt) ?? null;
}

/**
 * Whether a person's word is taken: it is asked for, or the network can never prove absence and a person may well see
 * sooner. Elsewhere the network is about to say for certain.
 */
export function takesAnswer({ state, doubt }: Delivery): boolean {
  if (state === "needsHuman") return true;
  return state === "uncertain" && (doubt?.guarantee === "matched" || doubt?.guarantee === "human");
}

/** Since when its outcome is unknown, epoch ms. */
export function sinceOf({ doubt, changedAt }: Delivery): number {
  return Date.parse(doubt?.since ?? changedAt);
}
