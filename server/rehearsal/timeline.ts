/** The rehearsal network's ledger: posts by account and key, on disk before they are acknowledged. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";

export const storedPost = z.object({
  id: z.string(),
  handle: z.string(),
  key: z.string(),
  text: z.string(),
  language: z.enum(["fr", "en"]),
  createdAt: z.string(),
});
export type StoredPost = z.infer<typeof storedPost>;

export type Timeline = {
  /** Newest first, at most `limit`. */
  newest: (limit: number) => StoredPost[];
  byId: (id: string) => StoredPost | null;
  find: (handle: string, key: string) => StoredPost | null;
  /** Stores under the key, or answers the post that key already made: `same` false when its content differs. */
  put: (post: Omit<StoredPost, "id" | "createdAt">) => {
    post: StoredPost;
    created: boolean;
    same: boolean;
  };
};

/** Opens the ledger file, one JSON line a post; a last line cut by a crash is closed and ignored. */
export function openTimeline(file: string): Timeline {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const written = existsSync(file) ? readFileSync(file, "utf8") : "";
  const posts = readLines(written);
  const out = openSync(file, "a", 0o600);
  if (written !== "" && !written.endsWith("\n")) writeSync(out, "\n");
  process.once("exit", () => closeSync(out));
  const find = (handle: string, key: string): StoredPost | null =>
    posts.find((post) => post.handle === handle && post.key === key) ?? null;
  return {
    newest: (limit) => posts.slice(-limit).toReversed(),
    byId: (id) => posts.find((post) => post.id === id) ?? null,
    find,
    put({ handle, key, text, language }) {
      const known = find(handle, key);
      if (known)
        return {
          post: known,
          created: false,
          same: known.text === text && known.language === language,
        };
      const post = {
        id: String(posts.length + 1),
        handle,
        key,
        text,
        language,
        createdAt: new Date().toISOString(),
      };
      writeSync(out, `${JSON.stringify(post)}\n`);
      fsyncSync(out);
      posts.push(post);
      return { post, created: true, same: true };
    },
  };
}

function readLines(written: string): StoredPost[] {
  return written.split("\n").flatMap((line) => {
    try {
      return [storedPost.parse(JSON.parse(line))];
    } catch {
      return [];
    }
  });
}
