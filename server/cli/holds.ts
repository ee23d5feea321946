/** `hold` and `release`: on the record itself, so also while the web process or Redis is down. */
import type { CommandInput } from "#shared/commands.ts";
import { listAccounts } from "../accounts/store.ts";
import { type Desk, type Given, print, stop, type Verb } from "./terminal.ts";

export const holdUsage = `  hold [--campaign | --account HANDLE [--network NETWORK]]
                                          nothing new leaves: of anything, of the campaign, of one account
  release [--campaign | --account HANDLE [--network NETWORK]]
                                          lift that hold (sends nothing: what fell due becomes missed)
`;

type About = CommandInput<"hold.place">;

/** The verb `hold`. Prints what was already at its network. */
export const hold: Verb = async (desk, given) =>
  print(JSON.stringify(await desk.run("hold.place", await aboutOf(desk, given))));

/** The verb `release`. Prints what became missed. */
export const release: Verb = async (desk, given) =>
  print(JSON.stringify(await desk.run("hold.release", await aboutOf(desk, given))));

async function aboutOf({ db }: Desk, { words, values }: Given): Promise<About> {
  const { campaign, account, network } = values;
  if (words.length > 0) stop(`“${words.join(" ")}” is no part of it\n${holdUsage}`);
  if (campaign && account !== undefined) stop("--campaign or --account, not both");
  if (account === undefined) return { scope: campaign ? "campaign" : "global", accountId: null };
  const known = await listAccounts(db);
  const named = known.filter(
    (each) => each.handle === account && (network === undefined || each.network === network),
  );
  const [one] = named;
  if (!one)
    stop(
      `--account: there is no such account; there are ${known.map(({ handle }) => handle).join(", ")}`,
    );
  if (named.length > 1)
    stop(`--network: which one; ${account} is on ${named.map((each) => each.network).join(", ")}`);
  return { scope: "account", accountId: one.id };
}
