import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { isRoot } from "./owner.ts";
import type { Owner } from "./owner.ts";
import { makePrivate, newHomeOutside, shortHash } from "./private-folder.ts";

/** Where one data folder's database lives, and as whom it runs. */
export type Place = {
  /** The data folder, without symbolic links. */
  folder: string;
  /** Private folder of the database; holds the cluster (`data`) and usually its socket. */
  home: string;
  data: string;
  socketDir: string;
  /** Folder that holds the copies of the PostgreSQL binaries. */
  binariesIn: string;
  /** Set when we are root and the database therefore runs as someone else. */
  owner: Owner | undefined;
};

type HomeRecord = { folder: string; home: string };
type Warn = { warn(fields: object, message: string): void };

const recordName = "postgres.json";
const homeInFolder = "postgres";
// The kernel takes 108 bytes on Linux and 104 on macOS, the closing zero included.
const longestSocketPath = 100;

/** Finds the place of a data folder's database; chooses and records one for a new folder. */
export async function placeFor(dataDir: string, log: Warn): Promise<Place> {
  await mkdir(dataDir, { recursive: true });
  const folder = await realpath(dataDir);
  await setCopiedRecordAside(folder, log);
  const record = (await readRecord(folder)) ?? (await chooseHome(folder, log));
  const home = resolve(folder, record.home);
  const owner = await ownerOf(home);
  return {
    folder,
    home,
    data: join(home, "data"),
    socketDir: socketDirFor(home, owner),
    binariesIn: dirname(home),
    owner,
  };
}

async function readRecord(folder: string): Promise<HomeRecord | undefined> {
  const text = await readFile(join(folder, recordName), "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as HomeRecord);
}

/** A folder that was copied, not moved, must not share the original's database. */
async function setCopiedRecordAside(folder: string, log: Warn): Promise<void> {
  const record = await readRecord(folder);
  if (!record || record.folder === folder || !isAbsolute(record.home)) return;
  const original = await readRecord(record.folder);
  if (original?.home !== record.home) return;
  log.warn({ folder, original: record.folder }, "this folder is a copy; it gets a new database");
  await rename(join(folder, recordName), join(folder, `${recordName}.copied`));
}

async function chooseHome(folder: string, log: Warn): Promise<HomeRecord> {
  const home = isRoot() ? await newHomeOutside(folder, log) : homeInFolder;
  if (!isRoot()) makePrivate(join(folder, home), undefined);
  const draft = join(folder, `${recordName}.${randomBytes(4).toString("hex")}`);
  await writeFile(draft, `${JSON.stringify({ folder, home })}\n`, { flush: true });
  try {
    // A link fails where the name exists: of two first starts at once, one chooses.
    await link(draft, join(folder, recordName));
    return { folder, home };
  } catch (error) {
    const chosen = await readRecord(folder);
    if (!chosen && (error as NodeJS.ErrnoException).code === "EEXIST") throw error;
    if (!chosen) return await publishByRename(folder, draft, home);
    if (chosen.home !== home) await rm(home, { recursive: true, force: true });
    return chosen;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Some shared folders know no links; there, two first starts at once are not told apart. */
async function publishByRename(folder: string, draft: string, home: string): Promise<HomeRecord> {
  await rename(draft, join(folder, recordName));
  return { folder, home };
}

async function ownerOf(home: string): Promise<Owner | undefined> {
  const found = await stat(home).catch(() => undefined);
  if (!found) {
    throw new Error(
      `The database folder ${home} is gone, but ${recordName} names it. ` +
        `Put it back, or remove ${recordName} to begin with an empty database.`,
    );
  }
  if (isRoot()) return { uid: found.uid, gid: found.gid };
  if (found.uid === process.getuid?.()) return undefined;
  throw new Error(
    `The database in ${home} belongs to another user; start as that user, or as root.`,
  );
}

function socketDirFor(home: string, owner: Owner | undefined): string {
  const inside = join(home, "run");
  const fits = Buffer.byteLength(join(inside, ".s.PGSQL.5432")) <= longestSocketPath;
  const folder = fits ? inside : `/tmp/rebond-${shortHash(home)}`;
  makePrivate(folder, owner);
  return folder;
}
