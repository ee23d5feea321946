/**
 * A network as a delivery of the kind `delete` sees it: preparing is done, publishing is taking back, and what is looked
 * for is that the post is gone. So it passes the same claim, gate, call, record and doubt as anything that leaves.
 */
import { z } from "zod";
import type { Network, Prepared, Receipt, Standing } from "../networks/network.ts";

const removal = z.object({
  remoteId: z.string(),
  remoteUrl: z.string(),
  remoteKey: z.string(),
  prepared: z.record(z.string(), z.unknown()),
});
export type Removal = Standing & { remoteUrl: string };

/** What a `delete` carries in place of what a network would prepare: known when it is asked for. */
export function preparedFor(standing: Removal): Prepared {
  return removal.parse(standing);
}

/** Only what `preparedFor` made may be given to it. */
export function removing(network: Network): Network {
  return {
    ...network,
    prepare() {
      throw new Error("what takes a post back is prepared when it is asked for");
    },
    async publish(_outgoing, prepared, account, signal) {
      const standing = removal.parse(prepared);
      await network.remove(standing, account, signal);
      return receiptOf(standing);
    },
    async find(_outgoing, prepared, account, signal) {
      const standing = removal.parse(prepared);
      return (await network.isGone(standing, account, signal)) ? receiptOf(standing) : null;
    },
  };
}

/** Of the post that was: no network says since when it is gone. */
function receiptOf({ remoteId, remoteUrl }: Removal): Receipt {
  return { remoteId, remoteUrl, publicAt: null };
}
