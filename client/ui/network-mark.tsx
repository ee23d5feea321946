import type { Account } from "#shared/campaigns.ts";
import { type NetworkName, networks, wornBy } from "#shared/networks.ts";
import type { Delivery } from "#shared/posts.ts";
import type { Say } from "../messages/words.tsx";

/** Drawn by us, in the colour of the text around them: which network it is, never how it goes there. */
const marks: Record<NetworkName, { line?: string; fill?: string }> = {
  x: { line: "M2.5 2.5h3.5l9.5 13H12zM15 2.5l-5 5.6M8 10.2l-5 5.3" },
  bluesky: {
    fill:
      "M9 8.2C8.1 6.4 5.7 3.6 3.5 2.6 1.9 1.9 1.2 2.3 1.2 4c0 .9.5 3.7.8 4.6.6 1.5 1.9 1.9 3.3 1.7-2.1.4-2.9 1.6-1.5 3.1C6.4 16.1 8 13.5 9 11.2" +
      "c1 2.3 2.6 4.9 5.2 2.2 1.4-1.5.6-2.7-1.5-3.1 1.4.2 2.7-.2 3.3-1.7.3-.9.8-3.7.8-4.6 0-1.7-.7-2.1-2.3-1.4C12.3 3.6 9.9 6.4 9 8.2z",
  },
  mastodon: {
    line: "M3 13.5V6.2C3 3.8 4.6 2.5 6.3 2.5S9 3.8 9 6.2V10V6.2c0-2.4 1-3.7 2.7-3.7S15 3.8 15 6.2v7.3",
  },
  instagram: {
    line: "M5.5 2.5h7a3 3 0 0 1 3 3v7a3 3 0 0 1-3 3h-7a3 3 0 0 1-3-3v-7a3 3 0 0 1 3-3zM9 6a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
  },
  facebook: { line: "M12.5 2.5h-1.2c-1.7 0-2.6 1-2.6 2.7v10.3M5.8 8.3h6.2" },
  telegram: { line: "M2 8.6L16 3l-2.4 12-4.4-3.4L7 14l-.4-3.8L13 5.6" },
  rehearsal: { line: "M2.5 15.5l13-13M2.5 9.5l7-7M8.5 15.5l7-7" },
};

/** A network's mark. Decorative: the network's name always stands beside it, or in the label of what holds it. */
export function NetworkMark({ name, size = 14 }: { name: NetworkName; size?: number }) {
  const { line, fill } = marks[name];
  return (
    <svg viewBox="0 0 18 18" width={size} height={size} aria-hidden="true" focusable="false">
      {line && (
        <path d={line} fill="none" stroke="currentColor" strokeWidth={1.6} strokeLinejoin="round" />
      )}
      {fill && <path d={fill} fill="currentColor" />}
    </svg>
  );
}

/** As people call it; the rehearsal network has a name in each language. */
export function networkWords(say: Say, name: NetworkName): string {
  return name === "rehearsal" ? say("network.rehearsal") : networks[name].name;
}

/** The network a delivery looks like: what its account wears. */
export function looksLike(accounts: readonly Account[], delivery: Delivery): NetworkName {
  const account = accounts.find((each) => each.id === delivery.account.id);
  return account ? wornBy(account) : delivery.network;
}

/** A delivery's place in a few words: `X FR`. */
export function placeWords(say: Say, network: NetworkName, locales: readonly string[]): string {
  return `${networkWords(say, network)} ${locales.map((each) => each.toUpperCase()).join(" + ")}`;
}
