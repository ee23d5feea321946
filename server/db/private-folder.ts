import { createHash, randomBytes } from "node:crypto";
import { chownSync, lstatSync, mkdirSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runAs, unprivilegedOwner } from "./owner.ts";
import type { Owner } from "./owner.ts";

type Warn = { warn(fields: object, message: string): void };

/** As root the clone may lie where no other user can reach, so the database goes elsewhere. */
export async function newHomeOutside(folder: string, log: Warn): Promise<string> {
  const owner = unprivilegedOwner();
  const mark = shortHash(folder);
  const failures: string[] = [];
  for (const base of ["/var/lib/rebond", join(tmpdir(), "rebond-root")]) {
    try {
      makeBase(base);
      reportEarlier(base, mark, log);
      const home = join(base, `${mark}-${randomBytes(4).toString("hex")}`);
      makePrivate(home, owner);
      await runAs(owner, "/bin/sh", ["-c", "test -w ."], { cwd: home, timeoutMs: 10_000 });
      if (base.startsWith(tmpdir())) log.warn({ home }, "the database lies in a temporary folder");
      return home;
    } catch (error) {
      failures.push(`${base}: ${String(error)}`);
    }
  }
  throw new Error(
    `No folder for the database that an unprivileged user can reach. ${failures.join("; ")}`,
  );
}

function makeBase(base: string): void {
  mkdirSync(base, { recursive: true, mode: 0o755 });
  const found = lstatSync(base);
  if (!found.isDirectory() || found.uid !== 0 || (found.mode & 0o022) !== 0) {
    throw new Error(`${base} is not a folder that only root can change`);
  }
}

function reportEarlier(base: string, mark: string, log: Warn): void {
  const earlier = readdirSync(base).filter((name) => name.startsWith(`${mark}-`));
  if (earlier.length === 0) return;
  log.warn({ base, earlier }, "a database of an earlier data folder at this path is still on disk");
}

/** Makes a folder only `owner` can enter; refuses one that is already someone else's. */
export function makePrivate(folder: string, owner: Owner | undefined): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
    if (owner) chownSync(folder, owner.uid, owner.gid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const found = lstatSync(folder);
  const expected = owner?.uid ?? process.getuid?.();
  if (found.isDirectory() && found.uid === expected && (found.mode & 0o077) === 0) return;
  throw new Error(`${folder} must be a folder of user ${expected} that nobody else can enter.`);
}

/** A short name for a path, for names that must stay short. */
export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
