import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** The user a database process runs as, when that is not the user we run as. */
export type Owner = { uid: number; gid: number };

const nobody: Owner = { uid: 65534, gid: 65534 };
const outputKept = 4000;

/** Whether this process is root, which PostgreSQL refuses to run as. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The user to run PostgreSQL as when we are root: `postgres` where it exists, else `nobody`. */
export function unprivilegedOwner(): Owner {
  const users = readFileSync("/etc/passwd", "utf8").split("\n");
  return findUser(users, "postgres") ?? findUser(users, "nobody") ?? nobody;
}

/** Options for `spawn` that make a child run as `owner`, with nothing of our own environment. */
export function childOptions(owner: Owner | undefined, cwd: string) {
  // PGDATA, PGPORT and friends in a developer's shell must not reach our own database.
  const env = { PATH: process.env["PATH"] ?? "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };
  return { cwd, env, ...owner };
}

/** Runs a command to its end as `owner`; fails with what it printed. */
export async function runAs(
  owner: Owner | undefined,
  command: string,
  args: string[],
  options: { cwd: string; timeoutMs: number },
): Promise<string> {
  const child = spawn(command, args, {
    ...childOptions(owner, options.cwd),
    stdio: ["ignore", "pipe", "pipe"],
    timeout: options.timeoutMs,
    killSignal: "SIGKILL",
  });
  let output = "";
  const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-outputKept));
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0) return resolve(output);
      reject(new Error(`${command} ended with ${signal ?? `code ${code}`}: ${output.trim()}`));
    });
  });
}

function findUser(users: string[], name: string): Owner | undefined {
  const fields = users.find((line) => line.startsWith(`${name}:`))?.split(":");
  const [uid, gid] = [Number(fields?.[2]), Number(fields?.[3])];
  return uid > 0 && gid > 0 ? { uid, gid } : undefined;
}
