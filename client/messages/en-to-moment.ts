import type { frToMoment } from "./fr-to-moment.ts";

/** English wording of the way from a message back to what it is about. */
export const enToMoment: Record<keyof typeof frToMoment, string> = {
  toMoment: "The moment",
  "toMoment.label": "The moment, {title}",
};
