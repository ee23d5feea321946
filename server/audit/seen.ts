/** A set of row numbers that stays small: a bit for each, in pages made where there is something to remember. */

export type Seen = { add: (id: bigint) => void; has: (id: bigint) => boolean };

const pageBits = 65_536n;

/** For 100 000 rows about 12 kB; for a hundred million about 12 MB. */
export function createSeen(): Seen {
  const pages = new Map<bigint, Uint8Array>();
  const placeOf = (id: bigint) => {
    const bit = Number(BigInt.asUintN(16, id));
    return { page: (id - BigInt(bit)) / pageBits, byte: bit >> 3, mask: 1 << (bit & 7) };
  };
  return {
    add(id) {
      const { page, byte, mask } = placeOf(id);
      const bits = pages.get(page) ?? new Uint8Array(Number(pageBits / 8n));
      bits[byte] = bits[byte]! | mask;
      pages.set(page, bits);
    },
    has(id) {
      const { page, byte, mask } = placeOf(id);
      return ((pages.get(page)?.[byte] ?? 0) & mask) !== 0;
    },
  };
}
