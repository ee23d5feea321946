/** The operator's way to the rehearsal network's script of faults: over HTTP with its token, like everything there. */
import { request } from "undici";
import { z } from "zod";
import { listAccounts, openCredentials } from "../accounts/store.ts";
import type { Db } from "../db/changes.ts";
import type { Sealer } from "../sealed.ts";
import { type Fault, faultList, type WantedFault } from "./faults.ts";

type Parts = { db: Db; sealer: Sealer; url: string };
const answerMs = 5000;
const refusal = z.object({ message: z.string() });

/** The accounts of this desk on the rehearsal network. */
export async function rehearsalAccounts(db: Db): Promise<{ id: string; handle: string }[]> {
  return (await listAccounts(db)).filter(({ network }) => network === "rehearsal");
}

/**
 * Sets the faults still to come (`wanted` null only reads them); answers what stands. Throws a sentence where there is no
 * such network, it is silent, or it refuses.
 */
export async function askFaults(
  { db, sealer, url }: Parts,
  wanted: readonly WantedFault[] | null,
): Promise<Fault[]> {
  const [account] = await rehearsalAccounts(db);
  if (!account) throw new Error("this desk has no account on the rehearsal network");
  const { secret } = await openCredentials(db, sealer, account.id);
  const place = `${url.replace(/\/$/, "")}/v1/faults`;
  const { statusCode, body } = await request(place, {
    method: wanted ? "PUT" : "GET",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: wanted ? JSON.stringify({ faults: wanted }) : null,
    signal: AbortSignal.timeout(answerMs),
  }).catch((error: unknown) => {
    const why = `the rehearsal network does not answer at ${url}: is the desk running?`;
    throw new Error(why, { cause: error });
  });
  const answer = (await body.json()) as unknown;
  if (statusCode === 200) return faultList.parse(answer).faults;
  const words = refusal.safeParse(answer);
  throw new Error(words.success ? words.data.message : `the network answered ${statusCode}`);
}
