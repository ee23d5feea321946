/** `feed list`, `feed add`, `feed mute`, `feed unmute`, `feed remove`, `feed secret`. */
import { commands } from "#shared/commands.ts";
import { feedConnectors, type Feed } from "#shared/feeds.ts";
import { listFeeds, secretOf } from "../feeds/store.ts";
import { readSecret } from "./secret.ts";
import { type Desk, type Given, print, stop, type Verb } from "./terminal.ts";

export const feedUsage = `  feed list [--json]                      the feeds, and what troubles them
  feed add NAME --format FORMAT --connector ${feedConnectors.join("|")}
           [--address URL or sub-folder] [--every SECONDS] [--competition CODE] [--resync URL] [--key]
                                          a new feed; with --key, what it asks for access with is read from
                                          standard input, whole (Bearer …); of a webhook, prints its secret
  feed mute NAME | feed unmute NAME       it raises nothing more | it does again
  feed remove NAME                        it is heard no more, for good; what it said stays
  feed secret NAME                        the signing secret of one, printed alone
`;

/** The verb `feed`. */
export const feed: Verb = async (desk, given) => {
  const [what, name] = given.words;
  if (what === "list") return list(desk, given);
  if (!name) return stop(`feed list, or feed add|mute|unmute|remove|secret NAME\n${feedUsage}`);
  if (what === "add") return add(desk, name, given);
  if (what === "mute" || what === "unmute") return mute(desk, name, what === "mute");
  if (what === "remove") return remove(desk, name);
  if (what === "secret") return print(await feedSecretOf(desk, name));
  stop(`feed list, or feed add|mute|unmute|remove|secret NAME\n${feedUsage}`);
};

/** The secret that messages of a feed are signed with. Stops where there is no such feed. */
export async function feedSecretOf(desk: Desk, name: string): Promise<string> {
  await named(desk, name);
  return secretOf(desk.db, desk.sealer, name);
}

async function list({ db, campaignId }: Desk, { values }: Given): Promise<void> {
  const feeds = await listFeeds(db, campaignId);
  if (values.json) return print(JSON.stringify(feeds));
  for (const { name, format, connector, address, muted, trouble } of feeds) {
    const state = [muted ? "muted" : null, trouble && `${trouble.code}: ${trouble.detail}`];
    const where = [connector, address ?? "–", ...state.filter((each) => each !== null)];
    print([name, format, ...where].join("\t"));
  }
}

async function add(desk: Desk, name: string, { values }: Given): Promise<void> {
  const { competition, resync } = values;
  const parsed = commands["feed.save"].input.safeParse({
    feedId: null,
    name,
    format: values.format,
    connector: values.connector ?? "webhook",
    address: values.address ?? null,
    everyMs: values.every === undefined ? null : Number(values.every) * 1000,
    settings: { ...(competition ? { competition } : {}), ...(resync ? { resync } : {}) },
  });
  if (!parsed.success) {
    const [first] = parsed.error.issues;
    return stop(`${optionOf(first?.path ?? [])}: ${first?.message}`);
  }
  const secret = values.key ? await readSecret(`Key of ${name} (as Bearer …): `) : null;
  const saved = (await desk.run("feed.save", { ...parsed.data, secret })) as {
    secret: string | null;
  };
  print(saved.secret ?? name);
}

function optionOf(path: readonly PropertyKey[]): string {
  const field = String(path.at(-1));
  if (field === "name") return "NAME";
  return field === "everyMs" ? "--every" : `--${field}`;
}

async function mute(desk: Desk, name: string, muted: boolean): Promise<void> {
  const { id } = await named(desk, name);
  await desk.run("feed.mute", { feedId: id, muted });
  print(`${name}\t${muted ? "muted" : "heard"}`);
}

async function remove(desk: Desk, name: string): Promise<void> {
  const { id } = await named(desk, name);
  await desk.run("feed.remove", { feedId: id });
  print(`${name}\tremoved`);
}

async function named({ db, campaignId }: Desk, name: string): Promise<Feed> {
  const feeds = await listFeeds(db, campaignId);
  const found = feeds.find((each) => each.name === name);
  if (found) return found;
  return stop(
    `no feed is called "${name}"; there are: ${feeds.map((each) => each.name).join(", ")}`,
  );
}
