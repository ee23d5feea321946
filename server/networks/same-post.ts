/**
 * Whether a post on a network is the one we sent, where nothing but its words and pictures can say so. A network may
 * change spaces, compose accents and put addresses of its own in place of ours.
 */
import twitterText from "twitter-text";

export type Seen = { text: string; pictures: number };

const marked = "\ufffc";
const withScheme = /https?:\/\/[^\s]*[^\s.,;:!?)»”"'’…]…?/giu;

/** Compares words, pictures and addresses: the same post as a reader sees it. Never certain: two may say the same. */
export function isSamePost(ours: Seen, theirs: Seen): boolean {
  const [here, there] = [partsOf(ours.text), partsOf(theirs.text)];
  return (
    ours.pictures === theirs.pictures &&
    here.words === there.words &&
    here.addresses.length === there.addresses.length &&
    here.addresses.every((address, index) => mayBecome(address, there.addresses[index] ?? ""))
  );
}

/** The words with a mark where an address stands, and the addresses in their order. */
function partsOf(text: string): { words: string; addresses: string[] } {
  const plain = text.normalize("NFC");
  // Those without a scheme count where the network knows them for addresses.
  const bare = twitterText.extractUrls(plain.replace(withScheme, " "));
  const known = [...(plain.match(withScheme) ?? []), ...bare];
  const addresses: string[] = [];
  let [words, left] = ["", plain];
  for (;;) {
    const next = firstOf(known, left);
    if (!next) return { words: tidy(words + left), addresses };
    addresses.push(next.address);
    words += left.slice(0, next.at) + marked;
    left = left.slice(next.at + next.address.length);
  }
}

/** Where the next of them stands: of two in one place the longer. */
function firstOf(known: readonly string[], text: string) {
  return known
    .map((address) => ({ address, at: text.indexOf(address) }))
    .filter(({ at }) => at >= 0)
    .toSorted((one, other) => one.at - other.at || other.address.length - one.address.length)[0];
}

function tidy(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}

/** Another address of the same host is another address; another host may be the network's own, which shortens. */
function mayBecome(ours: string, theirs: string): boolean {
  const [here, there] = [plainly(ours), plainly(theirs)];
  if (there.endsWith("…")) return here.startsWith(there.slice(0, -1));
  return here === there || hostOf(here) !== hostOf(there);
}

function plainly(address: string): string {
  return address.replace(/^https?:\/\/(www\.)?/i, "").replace(/\/$/, "");
}

function hostOf(plain: string): string {
  return (/^[^/?#]*/.exec(plain)?.[0] ?? "").toLowerCase();
}
