/** Files put into a folder of the server: each a message, in the order of their names, moved to `taken/` once kept. */
import { constants, watch } from "node:fs";
import { lstat, mkdir, open, readdir, realpath, rename } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { again } from "./again.ts";
import { hashOf, tooLarge } from "./ask.ts";
import { type Connector, type ConnectorParts, Unhelpful } from "./connector.ts";

const types: Record<string, string> = {
  ".json": "application/json",
  ".xml": "application/xml",
  ".csv": "text/csv",
  ".txt": "text/plain",
};

/** Whoever writes a file gives it its name when it is whole: until then it starts with a point or ends in `.tmp` or `.part`. */
export const folder: Connector = async (line, parts) => {
  await again(parts, async (works) => {
    const path = await folderOf(parts.folder, line.address);
    for (const name of ["taken", "refused"]) await mkdir(join(path, name), { recursive: true });
    await works();
    let moved = (): void => undefined;
    const watcher = watch(path, { persistent: false }, () => moved());
    watcher.on("error", () => undefined);
    try {
      while (!parts.signal.aborted) {
        const stirred = new Promise<void>((resolve) => (moved = resolve));
        const taken = await takeWaiting(path, parts);
        if (taken === 0) await Promise.race([stirred, pause(parts)]);
      }
    } finally {
      watcher.close();
    }
    return 0;
  });
};

/** Where a feed's files are dropped. Throws `Unhelpful` where there is no such folder, or it leads out of its place. */
export async function folderOf(root: string | null, name: string): Promise<string> {
  if (root === null) throw new Unhelpful("no folder may be read: set REBOND_FEED_FOLDER");
  if (!isFolderName(name)) throw new Unhelpful(`"${name}" is not the name of a sub-folder`);
  const path = await realpath(join(root, name)).catch(() => null);
  if (path === null) throw new Unhelpful(`there is no folder "${name}" in REBOND_FEED_FOLDER`);
  if (path !== join(await realpath(root), name)) throw new Unhelpful(`"${name}" leads elsewhere`);
  return path;
}

export function isFolderName(name: string): boolean {
  return /^\w[\w.-]{0,59}$/.test(name);
}

/** The files that wait, in the order they are taken. */
export async function waitingIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/^\.|\.(tmp|part)$/i.test(entry.name))
    .map(({ name }) => name)
    .toSorted()
    .map((name) => join(path, name));
}

/** A file as a message. Its name, when it got that and what is in it name it: put there again, it is another one. */
export async function readDropped(file: string, maxBytes: number) {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { size, ctimeMs } = await handle.stat();
    if (size > maxBytes) throw tooLarge(maxBytes);
    const body = await handle.readFile();
    const externalId = hashOf(basename(file), String(ctimeMs), body);
    const contentType = types[extname(file).toLowerCase()] ?? "";
    return { externalId, contentType, body, droppedAt: ctimeMs };
  } finally {
    await handle.close();
  }
}

/** How many files were there. One that cannot be a message is put aside, so that the others go on. */
async function takeWaiting(path: string, parts: ConnectorParts): Promise<number> {
  const files = await waitingIn(path);
  for (const file of files) {
    if (parts.signal.aborted) break;
    await moveTo(join(path, await takeOne(file, parts)), file);
  }
  return files.length;
}

/** The folder it goes to. */
async function takeOne(file: string, parts: ConnectorParts): Promise<"taken" | "refused"> {
  const { clock, timing, maxBytes } = parts;
  try {
    const { droppedAt, ...message } = await readDropped(file, maxBytes);
    const late = clock.now() - droppedAt > timing.feedLateMs;
    await parts.take({ ...message, cursor: { last: basename(file) }, late });
    await parts.up();
    return "taken";
  } catch (error) {
    if (!(error instanceof Unhelpful)) throw error;
    await parts.down({ code: "refused", detail: `${basename(file)}: ${error.message}` });
    return "refused";
  }
}

async function moveTo(folderPath: string, file: string): Promise<void> {
  await rename(file, await freeName(folderPath, basename(file)));
}

async function freeName(taken: string, name: string): Promise<string> {
  for (let count = 0; ; count += 1) {
    const path = join(taken, count === 0 ? name : `${name}.${count}`);
    const isFree = await lstat(path).then(
      () => false,
      () => true,
    );
    if (isFree) return path;
  }
}

async function pause({ timing, signal }: ConnectorParts): Promise<void> {
  await wait(timing.folderLookMs, undefined, { signal }).catch(() => undefined);
}
