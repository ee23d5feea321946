/** Links an account: its network is asked first, so that a wrong password is known now and not on air. */
import { isIP } from "node:net";
import { v7 as uuidv7 } from "uuid";
import type { Account } from "#shared/campaigns.ts";
import type { NewChange } from "#shared/changes.ts";
import type { CommandInput, CommandOutput } from "#shared/commands.ts";
import { Refusal } from "#shared/errors.ts";
import type { Tx } from "../db/changes.ts";
import { type Credentials, type Network, NetworkError, type Session } from "../networks/network.ts";
import type { Sealer } from "../sealed.ts";
import type { Timing } from "../timing.ts";
import { keepSession } from "./sessions.ts";
import { accountOf, placeOf } from "./store.ts";

type Linked = { output: CommandOutput<"account.link">; changes: NewChange[] };
type Parts = {
  /** A known account's credentials work again; what that lifts. Before the account is locked: gates lock holds first. */
  onWelcome: (tx: Tx, accountId: string) => Promise<NewChange[]>;
  /** An account is there now; what every gate of it must find. */
  onLinked: (tx: Tx, accountId: string) => Promise<NewChange[]>;
  sealer: Sealer;
  networkOf: (name: Account["network"]) => Network;
  timing: Pick<Timing, "callDeadlineMs">;
};

/**
 * Refuses `badInput` where the server may not be reached from here, `credentialsRefused`, and `networkSilent` when the
 * network could not be asked. An account that is linked anew keeps its id.
 */
export async function link(
  parts: Parts,
  tx: Tx,
  { secret, ...account }: CommandInput<"account.link">,
): Promise<Linked> {
  assertReachable(account);
  const session = await proveCredentials(parts, account.network, { ...account, secret });
  const known = await tx
    .selectFrom("accounts")
    .select("id")
    .where("network", "=", account.network)
    .where("handle", "=", account.handle)
    .executeTakeFirst();
  const lifted = known ? await parts.onWelcome(tx, known.id) : [];
  const change = await saveAccount(tx, parts.sealer, account, secret);
  const linked = change.data.account;
  await keepSession(tx, parts.sealer, linked.id, session);
  return {
    output: { account: linked },
    changes: [change, ...(await parts.onLinked(tx, linked.id)), ...lifted],
  };
}

/** Writes the account without asking its network; whoever calls sees to its hold too. Returns the change to append. */
export async function saveAccount(
  tx: Tx,
  sealer: Sealer,
  account: Omit<Account, "id" | "spacingMs" | "undoMs">,
  secret: string,
): Promise<Extract<NewChange, { type: "account.linked" }>> {
  const content = { ...account, sealedSecret: sealer.seal(placeOf(account), secret) };
  const row = await tx
    .insertInto("accounts")
    .values({ id: uuidv7(), ...content })
    .onConflict((conflict) => conflict.columns(["network", "handle"]).doUpdateSet(content))
    .returningAll()
    .executeTakeFirstOrThrow();
  return { type: "account.linked", data: { account: accountOf(row) } };
}

/** A live account is reached by https; a rehearsal one may stand on this machine. Only accounts of ours wear another's rules. */
function assertReachable({
  network,
  service,
  wears,
  realm,
}: Omit<Account, "id" | "spacingMs" | "undoMs">): void {
  const refuse = (field: string, message: string): never => {
    throw new Refusal("badInput", { field, message: `${field}: ${message}` });
  };
  if (wears !== null && network !== "rehearsal")
    refuse("wears", "only an account of the rehearsal network wears another network's rules");
  if (network === "rehearsal" && realm === "live")
    refuse("realm", "an account of the rehearsal network is a rehearsal account");
  if (network === "bluesky" && service === null)
    refuse("service", "the address of the account's server, as https://bsky.social");
  if (service === null) return;
  if (!URL.canParse(service) || new URL(service).origin !== service)
    refuse("service", "an address like https://bsky.social, with nothing after the host");
  const { protocol, hostname } = new URL(service);
  if (realm === "live" && !isPublicName(hostname))
    refuse("service", "a live account is on a server with a public name, not on an address");
  const loopback = ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
  if (protocol !== "https:" && !(protocol === "http:" && loopback && realm === "rehearsal"))
    refuse("service", "https only; http is for a rehearsal account on this machine");
}

/** No address, however it is written, and no name of this machine or its neighbours. */
function isPublicName(hostname: string): boolean {
  return !hostname.startsWith("[") && isIP(hostname) === 0 && /\.[a-z][a-z0-9-]*$/i.test(hostname);
}

async function proveCredentials(
  { networkOf, timing }: Parts,
  network: Account["network"],
  credentials: Credentials,
): Promise<Session> {
  try {
    return await networkOf(network).signIn(
      credentials,
      null,
      AbortSignal.timeout(timing.callDeadlineMs),
    );
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    const refused = error.kind === "authExpired" || error.kind === "permissionMissing";
    throw new Refusal(refused ? "credentialsRefused" : "networkSilent", {
      field: refused ? "secret" : "service",
      message: refused
        ? `${credentials.handle}: the network refused the credentials (${error.message})`
        : `${credentials.handle}: the network could not be asked (${error.message})`,
    });
  }
}
