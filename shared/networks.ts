/**
 * What each network takes, how it counts and how it publishes, once, for server and console. Sources: Bluesky measured (300
 * graphemes, 3000 bytes of UTF-8, 3 of 5000 points an hour a post), X by its own published counter (280 weighted: an address
 * is 23, an emoji 2) and limits (100 posts a quarter of an hour), Mastodon's documentation (500, an address is 23, a key
 * kept an hour, 300 calls in 5 minutes), the others' documentation.
 */
import twitterText from "twitter-text";
import { z } from "zod";

export type Unit = "grapheme" | "weighted" | "byte";
/** `address23`: graphemes, an address is 23 of them. */
type Count = "grapheme" | "weighted" | "address23";
export type NetworkRules = {
  /** As people call it. */
  name: string;
  maxLength: number;
  unit: Count;
  /** Whether its interface takes a post back; where it does not, a person does it by hand. */
  deletes: boolean;
  /** A second limit beside `maxLength`; null where there is none. */
  maxBytes: number | null;
  /** Longest description of a picture, in UTF-16 units. */
  maxAlt: number;
  manner: Manner;
  /** At most so many posts of one account in a span; null where none is known. */
  budget: { posts: number; spanMs: number } | null;
};

/**
 * How a network makes a post public, which decides what can be known of a call without an answer: under a record key of
 * ours; from a container made before, used once; by lifting a flag on what lies there; under an idempotency key that it
 * forgets after a while; without anything but a list of what there is; without even that.
 */
export type Manner = "recordKey" | "container" | "flag" | "idempotencyKey" | "listing" | "nothing";

/** How surely an unknown outcome can be settled (DESIGN §5a). */
export const guarantees = ["proven", "keyed", "matched", "human"] as const;
export type Guarantee = (typeof guarantees)[number];

const guaranteeOf: Record<Manner, Guarantee> = {
  recordKey: "proven",
  container: "proven",
  flag: "proven",
  idempotencyKey: "keyed",
  listing: "matched",
  nothing: "human",
};

export const networks = {
  bluesky: {
    name: "Bluesky",
    maxLength: 300,
    unit: "grapheme",
    maxBytes: 3000,
    maxAlt: 2000,
    manner: "recordKey",
    deletes: true,
    budget: { posts: 1666, spanMs: 3_600_000 },
  },
  x: {
    name: "X",
    maxLength: 280,
    unit: "weighted",
    maxBytes: null,
    maxAlt: 1000,
    manner: "listing",
    deletes: true,
    budget: { posts: 100, spanMs: 900_000 },
  },
  mastodon: {
    name: "Mastodon",
    maxLength: 500,
    unit: "address23",
    maxBytes: null,
    maxAlt: 1500,
    manner: "idempotencyKey",
    deletes: true,
    budget: { posts: 300, spanMs: 300_000 },
  },
  instagram: {
    name: "Instagram",
    maxLength: 2200,
    unit: "grapheme",
    maxBytes: null,
    maxAlt: 1000,
    manner: "container",
    deletes: false,
    budget: { posts: 50, spanMs: 86_400_000 },
  },
  facebook: {
    name: "Facebook",
    maxLength: 63_206,
    unit: "grapheme",
    maxBytes: null,
    maxAlt: 1000,
    manner: "flag",
    deletes: true,
    budget: null,
  },
  telegram: {
    name: "Telegram",
    maxLength: 4096,
    unit: "grapheme",
    maxBytes: null,
    maxAlt: 1000,
    manner: "nothing",
    deletes: true,
    budget: { posts: 20, spanMs: 60_000 },
  },
  /** Stands in for the others; an account there may wear the rules and manners of one of them. */
  rehearsal: {
    name: "Rehearsal",
    maxLength: 300,
    unit: "grapheme",
    maxBytes: null,
    maxAlt: 2000,
    manner: "recordKey",
    deletes: true,
    budget: null,
  },
} as const satisfies Record<string, NetworkRules>;
export type NetworkName = keyof typeof networks;
export const networkName = z.enum(Object.keys(networks) as NetworkName[]);

/** The network an account looks and counts like. */
export type Dressed = { network: NetworkName; wears: NetworkName | null };

/** The name of the network whose rules hold for an account. */
export function wornBy({ network, wears }: Dressed): NetworkName {
  return wears ?? network;
}

/** How a post to an account becomes public. */
export function mannerOf(dressed: Dressed): Manner {
  return networks[wornBy(dressed)].manner;
}

/** Whether a public post of an account can be taken back from here. */
export function canDelete(dressed: Dressed): boolean {
  return networks[wornBy(dressed)].deletes;
}

/** How surely an unknown outcome of a call to an account can be settled. */
export function guaranteeFor(dressed: Dressed): Guarantee {
  return guaranteeOf[mannerOf(dressed)];
}

/** How long a text is, in the unit that decides: bytes only where they, and not the characters, are too many. */
export type Measure = { length: number; maxLength: number; unit: Unit; fits: boolean };

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const encoder = new TextEncoder();

/** Measures `text` as the network does. An empty text never fits. */
export function measure(network: NetworkName, text: string): Measure {
  const { maxLength, unit, maxBytes }: NetworkRules = networks[network];
  const length = lengthOf(unit, text);
  const bytes = maxBytes === null ? 0 : encoder.encode(text).length;
  if (maxBytes !== null && bytes > maxBytes && length <= maxLength)
    return { length: bytes, maxLength: maxBytes, unit: "byte", fits: false };
  const shown = unit === "weighted" ? unit : "grapheme";
  return { length, maxLength, unit: shown, fits: length > 0 && length <= maxLength };
}

function lengthOf(unit: Count, text: string): number {
  if (unit === "weighted") return weightOf(text);
  if (unit === "grapheme") return graphemesOf(text);
  const addresses = twitterText.extractUrls(text).filter((each) => /^https?:/i.test(each));
  return graphemesOf(addresses.reduce((left, each) => left.replace(each, "x".repeat(23)), text));
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
