/** The key under which a network will know our post: chosen by us before anything is sent, so that its fate can be proven. */
import type { NetworkName } from "#shared/networks.ts";

const alphabet = "234567abcdefghijklmnopqrstuvwxyz";

/** The key for a delivery (UUIDv7) on a network: the same delivery always has the same key. */
export function remoteKeyFor(network: NetworkName, deliveryId: string): string {
  return network === "bluesky" ? tidOf(deliveryId) : deliveryId;
}

/**
 * A TID (https://atproto.com/specs/tid: 53 bits of microseconds, 10 bits of clock) from the UUID's millisecond and the 20
 * bits after its variant: there the UUID library counts on, so that ids of one process and millisecond never share a
 * key. Those of two processes meet once in a million times that they share a millisecond; even then, on one account, the
 * network refuses the second instead of replacing the first.
 */
function tidOf(deliveryId: string): string {
  const bits = BigInt(`0x${deliveryId.replaceAll("-", "")}`);
  const ms = bits >> 80n;
  const withinMs = ((bits >> 42n) & 0xf_ffffn) % (1000n << 10n);
  let left = ((ms * 1000n) << 10n) + withinMs;
  let tid = "";
  for (let digit = 0; digit < 13; digit += 1) {
    tid = alphabet[Number(left & 31n)]! + tid;
    left >>= 5n;
  }
  return tid;
}

/** The instant a TID says (ISO), as a server's `rev` does; null for what is none. */
export function instantOfKey(tid: string): string | null {
  if (!/^[2-7a-j][2-7a-z]{12}$/.test(tid)) return null;
  let bits = 0n;
  for (const digit of tid) bits = (bits << 5n) | BigInt(alphabet.indexOf(digit));
  return new Date(Number((bits >> 10n) / 1000n)).toISOString();
}
