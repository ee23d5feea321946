import { later } from "../ui/later.tsx";
import type { Props } from "./to-moment-act.tsx";

/** Fetched when a network first refuses something. */
export const ToMoment = later<Props>(() =>
  import("./to-moment-act.tsx").then((part) => part.ToMomentAct),
);
