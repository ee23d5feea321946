/** `account link` and `account list`. */
import { commands } from "#shared/commands.ts";
import { networks } from "#shared/networks.ts";
import { listAccounts } from "../accounts/store.ts";
import { readSecret } from "./secret.ts";
import { type Desk, type Given, print, stop, type Verb } from "./terminal.ts";

export const accountUsage = `  account list [--json]                   the accounts this desk posts to
  account link --network NETWORK --handle HANDLE --name NAME --locales fr,en --realm live|rehearsal
               [--service https://…] [--wears NETWORK]
                                          link one, or link a known one anew; its secret is read from
                                          standard input: typed unseen, or piped
`;

const needed = ["network", "handle", "name", "locales", "realm"] as const;
const input = commands["account.link"].input;

/** The verb `account`. */
export const account: Verb = async (desk, given) => {
  const [what] = given.words;
  if (what === "list") return list(desk, given);
  if (what === "link") return link(desk, given);
  stop(`account list, or account link\n${accountUsage}`);
};

async function list({ db }: Desk, { values }: Given): Promise<void> {
  const accounts = await listAccounts(db);
  if (values.json) return print(JSON.stringify(accounts));
  for (const { network, wears, handle, name, locales, realm, service } of accounts) {
    const place = wears ? `${network} as ${networks[wears].name}` : network;
    print([place, handle, name, locales.join(","), realm, service ?? "–"].join("\t"));
  }
}

async function link(desk: Desk, { values }: Given): Promise<void> {
  const missing = needed.find((name) => values[name] === undefined);
  if (missing) stop(`--${missing} is missing\n${accountUsage}`);
  const given = {
    network: values.network,
    handle: values.handle,
    name: values.name,
    locales: [...new Set(values.locales?.split(",").map((each) => each.trim()))],
    realm: values.realm,
    service: values.service ?? null,
    wears: values.wears ?? null,
  };
  const parsed = input.omit({ secret: true }).safeParse(given);
  if (!parsed.success) {
    const [first] = parsed.error.issues;
    stop(`--${String(first?.path[0])}: ${first?.message}`);
  }
  const secret = await readSecret(`Secret of ${parsed.data.handle} (app password or token): `);
  const { account: linked } = (await desk.run("account.link", { ...parsed.data, secret })) as {
    account: { id: string; handle: string; realm: string };
  };
  print(`${linked.id}\t${linked.handle}\t${linked.realm}`);
}
