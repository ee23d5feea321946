/** `npm run -s rebond -- <verb>`: what a person at the machine can do, also while the web process is down. */
import { z } from "zod";
import { campaignMode } from "#shared/campaigns.ts";
import { role } from "#shared/roles.ts";
import { v7 as uuidv7 } from "uuid";
import { listAccounts } from "./accounts/store.ts";
import { account, accountUsage } from "./cli/accounts.ts";
import { audit, auditUsage } from "./cli/audit.ts";
import { exportRecord, exportUsage, restore } from "./cli/export.ts";
import { feed, feedSecretOf, feedUsage } from "./cli/feeds.ts";
import { hold, holdUsage, release } from "./cli/holds.ts";
import { linkTo, linkUsage } from "./cli/link.ts";
import { rehearsal, rehearsalUsage } from "./cli/rehearsal.ts";
import { replayDry } from "./cli/reinterpret.ts";
import { status } from "./cli/status.ts";
import { type Desk, parse, print, sentenceOf, Stop, stop, type Verb } from "./cli/terminal.ts";
import { systemClock } from "./clock.ts";
import { createDispatch } from "./commands.ts";
import { configTable, readConfig } from "./config.ts";
import { connect } from "./db/connect.ts";
import { type Db } from "./db/changes.ts";
import { openRecord } from "./db/record.ts";
import { replay } from "./feeds/replay.ts";
import { readHere } from "./feeds/read-here.ts";
import { createHandlers } from "./handlers.ts";
import { createLog } from "./log.ts";
import { openNetworks } from "./networks/open.ts";
import { firstAdmin } from "./people/store.ts";
import { seed } from "./rehearsal/seed.ts";
import { createReach } from "./safe-fetch.ts";
import { createSealer, readKey, type Sealer } from "./sealed.ts";
import { createTiming } from "./timing.ts";

const usage = `usage: npm run -s rebond -- <verb>
  status [--json]                         the desk at a glance
${holdUsage}  mode off|rehearsal|onAir                who can be reached: nobody | rehearsal accounts | live ones too
${accountUsage}  token --role ROLE [--name NAME]         a bearer token for scripts, printed alone
${linkUsage}${feedUsage}  replay PATH --source NAME [--speed N]   play a file or folder of messages as its provider would (N times as fast)
  replay --dry-run [--json]               read every stored message again: what would differ; changes nothing
${auditUsage}${exportUsage}${rehearsalUsage}  config                                  the table of settings
`;

const config = attempt(() => readConfig(process.env));
const log = createLog(config.REBOND_LOG);

/** As `stop`, before there is anything to stop. */
function say(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

function attempt<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    return say(error instanceof Error ? error.message : String(error));
  }
}

const verbs: Record<string, Verb> = {
  status,
  hold,
  release,
  async mode({ db, run }, { words: [wanted] }) {
    const mode = campaignMode.safeParse(wanted);
    if (!mode.success) stop(`mode ${campaignMode.options.join("|")}`);
    await run("campaign.setMode", { mode: mode.data });
    print(mode.data);
    if (mode.data !== "onAir") return;
    for (const { realm, network, handle } of await listAccounts(db))
      if (realm === "live") print(`live\t${network}\t${handle}`);
  },
  account,
  audit,
  export: exportRecord,
  restore,
  rehearsal,
  async token({ run }, { values }) {
    const wanted = role.safeParse(values.role);
    if (!wanted.success) stop(`--role: one of ${role.options.join(", ")}`);
    const { token } = (await run("token.create", {
      name: values.name ?? "script",
      role: wanted.data,
    })) as {
      token: string;
    };
    print(token);
  },
  link: linkTo(config.publicUrl),
  feed,
  async replay(desk, { words: [path], values }) {
    if (values["dry-run"]) return replayDry(desk, values.json);
    if (!path || !values.source) stop("replay PATH --source NAME [--speed N], or replay --dry-run");
    const speed = z.coerce.number().positive().safeParse(values.speed);
    if (!speed.success) stop("--speed: a positive number, 60 plays an hour in a minute");
    const url = values.url ?? config.publicUrl;
    const { source } = values;
    const done = await replay({
      path,
      url,
      source,
      secret: await feedSecretOf(desk, source),
      speed: speed.data,
      clock: systemClock,
      say: print,
    });
    print(
      `${done.sent} sent, ${done.accepted} accepted, ${done.refused} refused, ${done.unanswered} without an answer`,
    );
    if (done.unanswered > 0) process.exitCode = 1;
  },
};

async function main(): Promise<void> {
  const { positionals, values } = attempt(parse);
  const [name, ...words] = positionals;
  if (name === "config") return print(configTable());
  const verb = name && Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (!verb) stop(usage);
  const record = await openRecord(config, log);
  const { db, close } = connect(record.url, log, 3);
  try {
    const sealer = createSealer(readKey(config.REBOND_KEK, config.dataDir));
    const campaignId = await seed({
      db,
      sealer,
      rehearsalToken: config.REBOND_REHEARSAL_TOKEN,
      playing: config.REBOND_REHEARSAL === "on",
    });
    await verb(await openDesk(record.url, db, sealer, campaignId), { words, values });
  } finally {
    await close();
    // A database that ran before us serves a desk: only the one we started is ours to stop.
    if (!record.adopted) await record.close();
  }
}

async function openDesk(
  databaseUrl: string,
  db: Db,
  sealer: Sealer,
  campaignId: string,
): Promise<Desk> {
  const admin = await firstAdmin(db);
  if (!admin) throw new Error("the desk has no administrator");
  const { rehearsalUrl } = config;
  const networkOf = openNetworks({ rehearsalUrl: () => rehearsalUrl });
  const add = () => Promise.reject(new Error("the command line does not fire"));
  const timing = createTiming();
  const maxBytes = config.REBOND_FEED_MAX_BYTES;
  const handlers = createHandlers(campaignId, {
    add,
    timing,
    sealer,
    networkOf,
    feeds: {
      sealer,
      reach: createReach(config.feedHosts, maxBytes),
      read: readHere,
      hosts: config.feedHosts,
      folder: config.feedFolder,
      maxBytes,
      timing,
      clock: systemClock,
    },
  });
  const dispatch = createDispatch({
    db,
    campaignId,
    handlers,
    clock: systemClock,
    log,
    counted: () => {},
  });
  return {
    db,
    databaseUrl,
    log,
    sealer,
    campaignId,
    rehearsalUrl,
    async run(name, input) {
      const caller = {
        personId: admin.id,
        name: "command line",
        role: "admin" as const,
        via: "cli" as const,
        isScript: true,
      };
      const reply = await dispatch(caller, { commandId: uuidv7(), name, input });
      if (!reply.ok) stop(sentenceOf(reply));
      return reply.value;
    },
  };
}

// Whoever reads the first line and goes has read enough: the verb still ends what it began.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});
// The one place where what a verb could not do becomes a sentence: its cause matters here, a stack does not.
await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof Stop ? 2 : 1;
});
