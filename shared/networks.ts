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

function graphemesOf(text: string): number {
  let length = 0;
  for (const _ of segmenter.segment(text)) length += 1;
  return length;
}
