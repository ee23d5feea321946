import { later } from "../ui/later.tsx";
import type { Props } from "./near-words-card.tsx";

/** Fetched when it is first needed: most editors never say a thing twice. */
export const NearWords = later<Props>(() =>
  import("./near-words-card.tsx").then((part) => part.NearWordsCard),
);
