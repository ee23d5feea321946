/** A desk to measure: the real process on a database that keeps its promises, twelve editors with a console each. */
import type { CommandInput, CommandOutput } from "#shared/commands.ts";
import type { Reply } from "#shared/result.ts";
import { startEmbedded } from "#server/db/embedded.ts";
import { type Backend, openBackend } from "../harness/backends.ts";
import { openConsole, type TestConsole } from "../harness/console.ts";
import {
  apiToken,
  command,
  type Credential,
  type Desk,
  signIn,
  startDesk,
} from "../harness/desk.ts";
import { freshDatabase, quiet, removeDataFolder, temporaryFolder } from "../harness/postgres.ts";
import { raiseGold } from "../harness/react.ts";
import { type Arrivals, startArrivals } from "./arrivals.ts";
import type { BenchParts } from "./measure.ts";

export const consoles = 12;
/** Words alone: an upload would be measured with them. */
const words: CommandInput<"template.save"> = {
  slug: "measured",
  name: { fr: "Mesurée", en: "Measured" },
  fits: { kinds: ["medal"], medals: ["gold"], firstEver: null },
  variants: [
    {
      locale: "fr",
      network: null,
      text: "Or pour {{ participant.name }} : {{ event }}, {{ result }}.",
    },
    {
      locale: "en",
      network: null,
      text: "Gold for {{ participant.name }}: {{ event }}, {{ result }}.",
    },
  ],
  image: null,
};

export type Editor = { credential: Credential; console: TestConsole };
export type BenchDesk = {
  desk: Desk;
  admin: Credential;
  redisUrl: string | undefined;
  network: Arrivals;
  editors: Editor[];
  /** Raises this many medals and arms a reaction to each, on the first `accounts` accounts or all. */
  armed: (count: number, undoMs: number, accounts?: number) => Promise<CommandInput<"post.fire">[]>;
  close: () => Promise<void>;
};

/** The answer to a command; throws what it was refused for. */
export function valueOf<Value>(reply: Reply<unknown>): Value {
  if (!reply.ok) throw new Error(`refused: ${reply.code} ${JSON.stringify(reply.details)}`);
  return reply.value as Value;
}

/** Under a record key, by which the network that is measured knows each post. */
async function linkAccounts(desk: Desk, admin: Credential, secret: string): Promise<void> {
  for (const [index, locale] of (["fr", "en", "fr", "en"] as const).entries()) {
    const handle = `reacting_${index}`;
    const account = { network: "rehearsal", wears: null, service: null } as const;
    valueOf(
      await command(desk, admin, "account.link", {
        ...account,
        realm: "rehearsal",
        handle,
        name: handle,
        locales: [locale],
        secret,
      }),
    );
  }
}

/** A PostgreSQL of the benchmark's own, durable as a desk's is; tests trade that for speed, a figure must not. */
export async function openPostgres({ onClose }: BenchParts): Promise<void> {
  const dataDir = await temporaryFolder();
  onClose(() => removeDataFolder(dataDir));
  process.env["REBOND_TEST_PG_URL"] = (await startEmbedded({ dataDir, log: quiet })).url;
}

/** `watching`: how many editors, each with a console that follows everything. */
export async function openBenchDesk(
  backend: Backend,
  { onClose }: BenchParts,
  watching = consoles,
): Promise<BenchDesk> {
  const { redisUrl, stop } = await openBackend(backend);
  onClose(stop);
  const network = await startArrivals();
  onClose(() => network.close());
  const database = await freshDatabase();
  const desk = await startDesk({
    database: database.url,
    rehearsalNetwork: network,
    // With room to spare it collects late, and its memory grows without a leak: bounded, growth is growth.
    env: { NODE_OPTIONS: "--max-old-space-size=192" },
    ...(redisUrl ? { redisUrl } : {}),
  });
  onClose(() => desk.stop());
  const admin = await signIn(desk);
  await linkAccounts(desk, admin, network.token);
  const editors: Editor[] = [];
  for (let index = 0; index < watching; index += 1) {
    const credential = await apiToken(desk, admin, index === 0 ? "producer" : "editor");
    const console = openConsole(desk, credential);
    await console.until("it is on", (self) => self.state !== null);
    editors.push({ credential, console });
  }
  const saved = await editors[0]!.console.ask("template.save", words);
  const templateId = valueOf<CommandOutput<"template.save">>(saved).template.id;
  const close = async () => {
    for (const { console } of editors.splice(0)) console.close();
    await desk.stop();
  };
  onClose(close);
  return {
    desk,
    admin,
    redisUrl,
    network,
    editors,
    close,
    async armed(count, undoMs, accounts) {
      const all: CommandInput<"post.fire">[] = [];
      const { console } = editors[0]!;
      const places = console
        .state!.accounts.filter(({ wears }) => wears === null)
        .map((account) => account.id)
        .slice(0, accounts);
      for (let index = 0; index < count; index += 1) {
        const moment = await raiseGold(desk, console);
        const wanted = {
          momentId: moment.id,
          momentVersion: moment.version,
          templateId,
          accounts: places,
        };
        const { renderings } = valueOf<CommandOutput<"post.preview">>(
          await console.ask("post.preview", wanted),
        );
        all.push({ ...wanted, renderHashes: renderings.map((one) => one.hash!), undoMs });
      }
      return all;
    },
  };
}
