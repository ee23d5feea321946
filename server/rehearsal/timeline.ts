/** The rehearsal network's posts, by account and key. */
import { z } from "zod";
import { openLedger } from "./ledger.ts";

/** Pictures of a post: their ids on this network, and the words for those who cannot see them. */
const attached = z.array(z.object({ id: z.string(), alt: z.string() }));
const storedPost = z.object({
  id: z.string(),
  handle: z.string(),
  key: z.string(),
  text: z.string(),
  language: z.enum(["fr", "en"]),
  media: attached.default([]),
  createdAt: z.string(),
});
export type StoredPost = z.infer<typeof storedPost>;
type NewPost = Omit<z.input<typeof storedPost>, "id" | "createdAt">;

export type Timeline = {
  /** Newest first, at most `limit`; of one account, or of all. */
  newest: (limit: number, handle?: string) => StoredPost[];
  byId: (id: string) => StoredPost | null;
  find: (handle: string, key: string) => StoredPost | null;
  /** Stores under the key, or answers the post that key already made: `same` false when its content differs. */
  put: (post: NewPost) => {
    post: StoredPost;
    created: boolean;
    same: boolean;
  };
};

/** Opens the ledger file. */
export function openTimeline(file: string): Timeline {
  const { lines: posts, add } = openLedger(file, storedPost);
  const placeOf = ({ handle, key }: Pick<StoredPost, "handle" | "key">) => `${handle}\n${key}`;
  const byPlace = new Map(posts.map((post) => [placeOf(post), post]));
  const byId = new Map(posts.map((post) => [post.id, post]));
  return {
    newest: (limit, handle) =>
      (handle === undefined ? posts : posts.filter((post) => post.handle === handle))
        .slice(-limit)
        .toReversed(),
    byId: (id) => byId.get(id) ?? null,
    find: (handle, key) => byPlace.get(placeOf({ handle, key })) ?? null,
    put({ handle, key, text, language, media = [] }) {
      const known = byPlace.get(placeOf({ handle, key }));
      if (known) return { post: known, created: false, same: says(known, text, language, media) };
      const post: StoredPost = {
        id: String(posts.length + 1),
        handle,
        key,
        text,
        language,
        media,
        createdAt: new Date().toISOString(),
      };
      add(post);
      posts.push(post);
      byPlace.set(placeOf(post), post);
      byId.set(post.id, post);
      return { post, created: true, same: true };
    },
  };
}

function says(
  known: StoredPost,
  text: string,
  language: StoredPost["language"],
  media: StoredPost["media"],
): boolean {
  const pictures = (of: StoredPost["media"]) => JSON.stringify(of.map(({ id, alt }) => [id, alt]));
  return (
    known.text === text && known.language === language && pictures(known.media) === pictures(media)
  );
}
