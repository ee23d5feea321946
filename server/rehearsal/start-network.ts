/** Starts the rehearsal network beside the desk, and starts it again should it die. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { listAccounts, openCredentials } from "../accounts/store.ts";
import type { Config } from "../config.ts";
import type { Db } from "../db/changes.ts";
import type { Log } from "../log.ts";
import type { Sealer } from "../sealed.ts";

export type RehearsalNetwork = {
  /** Its address; changes only if it had to be started again on a free port. */
  url: () => string;
  stop: () => void;
};

type Parts = { port: number; token: string; file: string; log: Log };
const startDeadlineMs = 20_000;

/** Resolves when it listens. Throws when it does not within 20 s. */
export async function startRehearsalNetwork({
  port,
  token,
  file,
  log,
}: Parts): Promise<RehearsalNetwork> {
  let stopped = false;
  let restarts = 0;
  let child: ChildProcess | null = null;
  let url = "";
  const run = async (): Promise<void> => {
    if (stopped) return;
    const next = spawn(process.execPath, program(), {
      env: {
        PATH: process.env["PATH"],
        NETWORK_PORT: String(port),
        NETWORK_TOKEN: token,
        NETWORK_FILE: file,
      },
      stdio: ["pipe", "pipe", "inherit"],
    });
    child = next;
    next.once("exit", (code) => {
      if (stopped) return;
      restarts += 1;
      log.warn({ code, restarts }, "the rehearsal network ended; starting it again");
      setTimeout(
        () => {
          run().catch((error: unknown) =>
            log.error({ err: error }, "the rehearsal network does not start"),
          );
        },
        Math.min(restarts * 500, 10_000),
      );
    });
    url = await firstLine(next);
  };
  const stop = (): void => {
    stopped = true;
    child?.stdin?.end();
  };
  await run().catch((error: unknown) => {
    stop();
    throw error;
  });
  return { url: () => url, stop };
}

/** Compiled by `npm start`, which says where; else from its source. */
function program(): string[] {
  const compiled = process.env["NETWORK_PROGRAM"];
  const source = fileURLToPath(new URL("./network.ts", import.meta.url));
  return compiled ? [compiled] : ["--import", "tsx", source];
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      // Its end is what starts the next one.
      child.kill("SIGKILL");
      reject(new Error("the rehearsal network did not start within 20 s"));
    }, startDeadlineMs);
    createInterface({ input: child.stdout! }).once("line", (line) => {
      clearTimeout(timer);
      resolve(line.replace(/^listening /, ""));
    });
    child.once("error", (error) => {
      clearTimeout(timer);
      reject(new Error("the rehearsal network could not be run", { cause: error }));
    });
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`the rehearsal network ended with code ${code}`));
    });
  });
}

/** The rehearsal network a worker posts to: one that runs already (`REBOND_REHEARSAL_URL`), or our own. */
export async function openRehearsalNetwork({
  config,
  db,
  sealer,
  log,
}: {
  config: Config;
  db: Db;
  sealer: Sealer;
  log: Log;
}): Promise<RehearsalNetwork> {
  if (config.REBOND_REHEARSAL_URL) return { url: () => config.rehearsalUrl, stop: () => {} };
  const account = (await listAccounts(db)).find((each) => each.network === "rehearsal");
  if (!account) return { url: () => "http://127.0.0.1:0", stop: () => {} };
  const { secret: token } = await openCredentials(db, sealer, account.id);
  return startRehearsalNetwork({
    port: config.rehearsalPort,
    token,
    file: join(config.dataDir, "rehearsal", "posts.jsonl"),
    log,
  });
}
