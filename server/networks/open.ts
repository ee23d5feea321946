/** Every network this desk can reach, by name. */
import type { NetworkName } from "#shared/networks.ts";
import { createBluesky } from "./bluesky.ts";
import type { Network } from "./network.ts";
import { createRehearsal } from "./rehearsal.ts";

/** Answers a network by name. Throws for one that only lends its rules: no account can be linked to it. */
export function openNetworks({
  rehearsalUrl,
}: {
  rehearsalUrl: () => string;
}): (name: NetworkName) => Network {
  const networks: Partial<Record<NetworkName, Network>> = {
    bluesky: createBluesky(),
    rehearsal: createRehearsal({ url: rehearsalUrl }),
  };
  return (name) => {
    const network = networks[name];
    if (!network) throw new Error(`nothing can be sent to ${name}`);
    return network;
  };
}
