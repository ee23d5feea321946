/** The rehearsal network's posts. */
import { z } from "zod";
import { openLedger } from "./ledger.ts";

/** Pictures of a post: their ids on this network, and the words for those who cannot see them. */
export const attached = z.array(z.object({ id: z.string(), alt: z.string() }));
export const postContent = z.object({
  text: z.string(),
  language: z.enum(["fr", "en"]),
  media: attached.default([]),
});
export type PostContent = z.output<typeof postContent>;
const storedPost = postContent.extend({
  id: z.string(),
  handle: z.string(),
  /** What its sender called it by; empty where its account's manner has no such thing. */
  key: z.string(),
  /** The container or unpublished post it came from; null where it came at once. */
  from: z.string().nullable().default(null),
  createdAt: z.string(),
});
/** A post that is public no more, and since when. */
const removed = z.object({ removed: z.string(), at: z.string() });
export type StoredPost = z.infer<typeof storedPost>;
type NewPost = Omit<z.input<typeof storedPost>, "id" | "key" | "createdAt"> &
  Partial<Pick<StoredPost, "id" | "key">>;

export type Timeline = {
  /** Newest first, at most `limit`; of one account, or of all. */
  newest: (limit: number, handle?: string) => StoredPost[];
  byId: (id: string) => StoredPost | null;
  /** The first post under a key. */
  find: (handle: string, key: string) => StoredPost | null;
  /** The post that a container or an unpublished post became. */
  foundFrom: (handle: string, from: string) => StoredPost | null;
  /** Makes it public, whatever there is already. */
  add: (post: NewPost) => StoredPost;
  /** Takes it away; its line in the ledger stays. */
  remove: (id: string) => void;
};

/** Opens the ledger file. */
export function openTimeline(file: string): Timeline {
  const { lines, add } = openLedger(file, z.union([storedPost, removed]));
  let posts: StoredPost[] = [];
  let count = 0;
  const byId = new Map<string, StoredPost>();
  const byPlace = new Map<string, StoredPost>();
  const note = (post: StoredPost): void => {
    byId.set(post.id, post);
    for (const place of placesOf(post)) if (!byPlace.has(place)) byPlace.set(place, post);
  };
  const keep = (post: StoredPost): void => {
    count += 1;
    posts.push(post);
    note(post);
  };
  const forget = (id: string): void => {
    const post = byId.get(id);
    if (!post) return;
    posts = posts.filter((each) => each !== post);
    byId.delete(id);
    for (const place of placesOf(post)) if (byPlace.get(place) === post) byPlace.delete(place);
  };
  for (const line of lines) {
    if ("removed" in line) forget(line.removed);
    else keep(line);
  }
  return {
    newest: (limit, handle) =>
      (handle === undefined ? posts : posts.filter((post) => post.handle === handle))
        .slice(-limit)
        .toReversed(),
    byId: (id) => byId.get(id) ?? null,
    find: (handle, key) => byPlace.get(placeOf("key", handle, key)) ?? null,
    foundFrom: (handle, from) => byPlace.get(placeOf("from", handle, from)) ?? null,
    add(given) {
      const post: StoredPost = {
        id: given.id ?? String(count + 1),
        handle: given.handle,
        key: given.key ?? "",
        from: given.from ?? null,
        text: given.text,
        language: given.language,
        media: given.media ?? [],
        createdAt: new Date().toISOString(),
      };
      add(post);
      keep(post);
      return post;
    },
    remove(id) {
      add({ removed: id, at: new Date().toISOString() });
      forget(id);
    },
  };
}

function placesOf({ handle, key, from }: StoredPost): string[] {
  return [
    ...(key === "" ? [] : [placeOf("key", handle, key)]),
    ...(from === null ? [] : [placeOf("from", handle, from)]),
  ];
}

function placeOf(by: "key" | "from", handle: string, name: string): string {
  return `${by}\n${handle}\n${name}`;
}

/** Whether two say the same, with the same pictures. */
export function isSameContent(one: PostContent, other: PostContent): boolean {
  const pictures = ({ media }: PostContent) =>
    JSON.stringify(media.map(({ id, alt }) => [id, alt]));
  return (
    one.text === other.text && one.language === other.language && pictures(one) === pictures(other)
  );
}
