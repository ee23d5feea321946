/** Starts a desk and says where it is; ends it in order when asked to. */
import type { App } from "./app.ts";
import { createApp } from "./app.ts";
import { type Config, readConfig } from "./config.ts";
import { openRecord } from "./db/record.ts";
import { createLog } from "./log.ts";

const drainMs = 10_000;
const config = read();
const log = createLog(config.REBOND_LOG);
const record = await openRecord(config, log);
const app = await createApp(config, record.url, log).catch(async (error: unknown) => {
  await record.close();
  throw error;
});
await announce(app);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void leave(signal));

function read(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  }
}

/** The link is for whoever reads this terminal: they hold the machine and its database anyway. */
async function announce({ url, linkAdmin }: App): Promise<void> {
  if (!url) return void process.stdout.write("Rebond's worker is ready\n");
  const address = config.REBOND_PUBLIC_URL ? config.publicUrl : url;
  const token = await linkAdmin();
  process.stdout.write(`Rebond is ready on ${address}\n`);
  if (token) process.stdout.write(`Sign in once: ${address}/sign-in/${token}\n`);
  process.stdout.write(
    "A rehearsal plays by itself on a new desk; stop or start it at the foot of the console. Ctrl C ends the desk.\n",
  );
}

async function leave(signal: string): Promise<void> {
  log.info({ signal }, "leaving");
  setTimeout(() => process.exit(1), drainMs + 2000).unref();
  try {
    await app.close();
    await record.close();
    process.exit(0);
  } catch (error) {
    log.error({ err: error }, "the desk did not end in order");
    process.exit(1);
  }
}
