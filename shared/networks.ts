/**
 * What each network takes and how it counts, once, for server and console. Sources: Bluesky measured (300 graphemes and
 * 3000 bytes of UTF-8), X by its own published counter (280 weighted: an address is 23, an emoji 2).
 */
import twitterText from "twitter-text";
import { z } from "zod";

export type Unit = "grapheme" | "weighted" | "byte";
export type NetworkRules = {
  /** As people call it. */
  name: string;
  maxLength: number;
  unit: Exclude<Unit, "byte">;
  /** A second limit beside `maxLength`; null where there is none. */
  maxBytes: number | null;
  /** Longest description of a picture, in UTF-16 units. */
  maxAlt: number;
};

export const networks = {
  bluesky: { name: "Bluesky", maxLength: 300, unit: "grapheme", maxBytes: 3000, maxAlt: 2000 },
  x: { name: "X", maxLength: 280, unit: "weighted", maxBytes: null, maxAlt: 1000 },
  /** Stands in for the others; an account there may wear the rules of one of them. */
  rehearsal: { name: "Rehearsal", maxLength: 300, unit: "grapheme", maxBytes: null, maxAlt: 2000 },
} as const satisfies Record<string, NetworkRules>;
export type NetworkName = keyof typeof networks;
export const networkName = z.enum(Object.keys(networks) as NetworkName[]);

/** The network an account looks and counts like. */
export type Dressed = { network: NetworkName; wears: NetworkName | null };

/** The name of the network whose rules hold for an account. */
export function wornBy({ network, wears }: Dressed): NetworkName {
  return wears ?? network;
}

/** How long a text is, in the unit that decides: bytes only where they, and not the characters, are too many. */
export type Measure = { length: number; maxLength: number; unit: Unit; fits: boolean };

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const encoder = new TextEncoder();

/** Measures `text` as the network does. An empty text never fits. */
export function measure(network: NetworkName, text: string): Measure {
  const { maxLength, unit, maxBytes }: NetworkRules = networks[network];
  const length = unit === "weighted" ? weightOf(text) : graphemesOf(text);
  const bytes = maxBytes === null ? 0 : encoder.encode(text).length;
  if (maxBytes !== null && bytes > maxBytes && length <= maxLength)
    return { length: bytes, maxLength: maxBytes, unit: "byte", fits: false };
  return { length, maxLength, unit, fits: length > 0 && length <= maxLength };
}

function weightOf(text: string): number {
  return twitterText.parseTweet(text).weightedLength;
}

/** Latin letters and signs: no control (a soft hyphen is one), nothing pictographic (©, ®), nothing that combines. */
const latin = String.raw`[\x20-\x7e\u00a0-\u00a8\u00aa-\u00ac\u00af-\u024f\u2018-\u2027\u202f]`;
/** Each of these counts one, and what is left without them is parted as it was: the next one stands in their place. */
const latinBeforeLatin = new RegExp(`${latin}+(?=${latin})`, "g");

/** The segmenter takes some microseconds a character: it is asked only about what may join its neighbours. */
function graphemesOf(text: string): number {
  const rest = text.replace(latinBeforeLatin, "");
  let length = text.length - rest.length;
  for (const _ of segmenter.segment(rest)) length += 1;
  return length;
}
