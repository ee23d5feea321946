/** The key under which a network will know our post: chosen by us before anything is sent, so that its fate can be proven. */
import type { NetworkName } from "#shared/networks.ts";

const alphabet = "234567abcdefghijklmnopqrstuvwxyz";

/** The key for a delivery (UUIDv7) on a network: the same delivery always has the same key. */
export function remoteKeyFor(network: NetworkName, deliveryId: string): string {
  return network === "bluesky" ? tidOf(deliveryId) : deliveryId;
}

/**
 * A TID (https://atproto.com/specs/tid: 53 bits of microseconds, 10 bits of clock) from the UUID's own millisecond and
 * random bits. Two deliveries that meet on one key would both have to be minted in one millisecond and agree on 20 bits;
 * even then the network refuses the second instead of replacing the first.
 */
function tidOf(deliveryId: string): string {
  const bits = BigInt(`0x${deliveryId.replaceAll("-", "")}`);
  const ms = bits >> 80n;
  const withinMs = ((bits >> 64n) & 0xfffn) % 1000n;
  const clock = (bits >> 20n) & 0x3ffn;
  let left = ((ms * 1000n + withinMs) << 10n) | clock;
  let tid = "";
  for (let digit = 0; digit < 13; digit += 1) {
    tid = alphabet[Number(left & 31n)]! + tid;
    left >>= 5n;
  }
  return tid;
}
