/** What one editor alone does not publish: a second person must have read the same bytes and agreed to them. */
import { z } from "zod";
import { type Moment, momentKind, momentKinds } from "./moments.ts";
import { moodOf } from "./mood.ts";

/** `sombre`: whatever is grave (`moodOf`), of any kind; else a kind of moment. */
export const sensitivity = z.union([z.literal("sombre"), momentKind]);
export type Sensitivity = z.infer<typeof sensitivity>;
export const sensitivities = z.array(sensitivity).max(1 + momentKinds.length);

/** Why a moment needs a second person, the first reason; null where one is enough. */
export function sensitivityOf(
  { fourEyes }: { fourEyes: readonly Sensitivity[] },
  moment: Pick<Moment, "kind" | "headline" | "seen">,
): Sensitivity | null {
  if (fourEyes.includes("sombre") && moodOf(moment) === "sombre") return "sombre";
  return fourEyes.includes(moment.kind) ? moment.kind : null;
}
