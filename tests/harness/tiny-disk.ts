/** A disk so small that a test can fill it: a tmpfs over a folder. Only root may mount one. */
import { execFile } from "node:child_process";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { OwnPostgres } from "./own-postgres.ts";

export type TinyDisk = {
  /** To the last byte. */
  fill: () => Promise<void>;
  free: () => Promise<void>;
  unmount: () => Promise<void>;
};

const run = promisify(execFile);
const largestChunk = 1 << 20;
const smallestChunk = 1 << 12;

/** Moves a stopped PostgreSQL onto a disk of its own. Answers the reason where this machine does not let us. */
export async function moveToTinyDisk(
  { place }: OwnPostgres,
  megabytes: number,
): Promise<TinyDisk | { cannot: string }> {
  if (process.platform !== "linux") return { cannot: "a small disk is mounted on Linux only" };
  const { data, owner } = place;
  const aside = `${data}.aside`;
  await rename(data, aside);
  await mkdir(data, { mode: 0o700 });
  const who = owner ? `,uid=${owner.uid},gid=${owner.gid}` : "";
  try {
    await run("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=0700${who}`, "tmpfs", data]);
  } catch (error) {
    await rm(data, { recursive: true });
    await rename(aside, data);
    return { cannot: `a small disk cannot be mounted here (${String(error).split("\n")[0]})` };
  }
  await run("cp", ["-a", `${aside}/.`, data]);
  await rm(aside, { recursive: true });
  const ballast = join(data, "ballast");
  return {
    async fill() {
      const file = await open(ballast, "a");
      try {
        for (let size = largestChunk; size >= smallestChunk; size /= 2) await writeAll(file, size);
      } finally {
        await file.close();
      }
    },
    free: () => rm(ballast, { force: true }),
    unmount: async () => void (await run("umount", ["--lazy", data])),
  };
}

/** Chunks of this size until none fits. */
async function writeAll(file: Awaited<ReturnType<typeof open>>, size: number): Promise<void> {
  const chunk = Buffer.alloc(size, 1);
  for (;;) {
    try {
      await file.write(chunk);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOSPC") return;
      throw error;
    }
  }
}
