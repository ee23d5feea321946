/** Pictures of the rehearsal network, kept beside its posts, each once under the hash of its bytes. */
import { createHash } from "node:crypto";
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync } from "node:fs";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { MediaType } from "#shared/media.ts";

/** How each kind begins, and the ending of its file. */
const kinds: Record<MediaType, { ending: string; begins: (bytes: Buffer) => boolean }> = {
  "image/jpeg": {
    ending: "jpg",
    begins: (bytes) => bytes.subarray(0, 3).toString("hex") === "ffd8ff",
  },
  "image/png": {
    ending: "png",
    begins: (bytes) => bytes.subarray(0, 8).toString("hex") === "89504e470d0a1a0a",
  },
  "image/webp": {
    ending: "webp",
    begins: (bytes) =>
      bytes.subarray(0, 4).toString("latin1") === "RIFF" &&
      bytes.subarray(8, 12).toString("latin1") === "WEBP",
  },
};
/** Largest picture taken, bytes. */
export const pictureCap = 2_000_000;

export type PictureFiles = {
  /** Keeps the bytes; answers their id, or null when they are not what `type` says. */
  keep: (bytes: Buffer, type: string) => string | null;
  /** The file and type of a picture; null when there is none. */
  find: (id: string) => { path: string; type: MediaType } | null;
};

/** Opens the folder of pictures. */
export function openPictureFiles(folder: string): PictureFiles {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const find: PictureFiles["find"] = (id) => {
    const ending = /^[0-9a-f]{64}\.(jpg|png|webp)$/.exec(id)?.[1];
    const type = (Object.keys(kinds) as MediaType[]).find((each) => kinds[each].ending === ending);
    const path = join(folder, id);
    return type && existsSync(path) ? { path, type } : null;
  };
  return {
    find,
    keep(bytes, type) {
      const kind = Object.hasOwn(kinds, type) ? kinds[type as MediaType] : undefined;
      if (!kind?.begins(bytes)) return null;
      const id = `${createHash("sha256").update(bytes).digest("hex")}.${kind.ending}`;
      if (!find(id)) writeWhole(join(folder, id), bytes);
      return id;
    },
  };
}

/** A crash leaves the whole file or none. */
function writeWhole(path: string, bytes: Buffer): void {
  const out = openSync(`${path}.part`, "w", 0o600);
  writeFileSync(out, bytes);
  fsyncSync(out);
  closeSync(out);
  renameSync(`${path}.part`, path);
}
