/**
 * What each network takes and how it counts, once, for server and console.
 * `rehearsal` counts grapheme clusters like the strictest of the networks it stands in for (Bluesky: 300, NETWORKS.md C1).
 */
export type NetworkLimits = { name: string; maxLength: number; unit: "grapheme" };

export const networks: Record<string, NetworkLimits> = {
  rehearsal: { name: "Rehearsal", maxLength: 300, unit: "grapheme" },
};

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Length of `text` as the network counts it. Throws on a network that is not in the table. */
export function countText(network: string, text: string): number {
  limitsOf(network);
  let length = 0;
  for (const _ of segmenter.segment(text)) length += 1;
  return length;
}

/** The limits of a network by name. Throws on an unknown one: an account cannot exist without its network. */
export function limitsOf(network: string): NetworkLimits {
  const limits = networks[network];
  if (!limits) throw new Error(`no limits are known for network "${network}"`);
  return limits;
}
