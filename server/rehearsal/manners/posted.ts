/** Posts without a place of their own: sent twice, they are there twice, unless a key says otherwise in time. */
import { no } from "../answer.ts";
import type { StoredPost } from "../timeline.ts";
import {
  accept,
  type Doing,
  type Doings,
  known,
  made,
  type MannerParts,
  type Place,
  removing,
  textIn,
} from "./doing.ts";

const mostListed = 40;

/** Nothing but the sending of it. */
export function byPosting(parts: MannerParts): Doings {
  const post: Doing = {
    call: "publish",
    text: textIn,
    act: ({ params: { handle }, body }) =>
      accept(parts, handle, body, (content) =>
        made(parts, parts.timeline.add({ handle, ...content })),
      ),
  };
  return { postPost: post, removePost: removing(parts, ownPost(parts)) };
}

/** An account's own posts can be read, with addresses of the network's own in place of theirs. */
export function byListing(parts: MannerParts): Doings {
  return { ...byPosting(parts), getPost: looking(parts), listPosts: listing(parts, shortened) };
}

/** A key that was seen before answers the post it made, once it is written down. */
export function byIdempotencyKey(parts: MannerParts): Doings {
  const { timeline, keys } = parts;
  const keyIn: NonNullable<Doing["key"]> = (asked) =>
    (asked.get("idempotency-key") ?? "").slice(0, 200);
  return {
    postPost: {
      call: "publish",
      key: keyIn,
      text: textIn,
      act(asked) {
        const { handle } = asked.params;
        const key = keyIn(asked);
        const before = timeline.byId(keys.find(handle, key) ?? "");
        if (before) return known(parts, before);
        return accept(parts, handle, asked.body, (content) => {
          const post = timeline.add({ handle, key, ...content });
          if (key !== "") keys.keep(handle, key, post.id);
          return made(parts, post);
        });
      },
    },
    getPost: looking(parts),
    listPosts: listing(parts, (text) => text),
    removePost: removing(parts, ownPost(parts)),
  };
}

/** By the id that the network gave it, where it is the account's own. */
function ownPost({ timeline }: MannerParts) {
  return ({ handle, id }: Place): StoredPost | null => {
    const post = timeline.byId(id);
    return post?.handle === handle ? post : null;
  };
}

function looking(parts: MannerParts): Doing {
  const find = ownPost(parts);
  return {
    call: "find",
    text: ({ params }) => find(params)?.text ?? null,
    act({ params }) {
      const found = find(params);
      return found ? known(parts, found) : no(404, "postNotFound", "there is no such post");
    },
  };
}

function listing({ timeline, shown }: MannerParts, as: (text: string) => string): Doing {
  return {
    call: "find",
    text: () => null,
    act({ params, query }) {
      const since = Date.parse(typeof query["since"] === "string" ? query["since"] : "");
      if (Number.isNaN(since)) return no(422, "badSince", "since: an instant, as in ISO 8601");
      const said = timeline.newest(Infinity, params.handle);
      const { before } = query;
      const from = before === undefined ? 0 : said.findIndex(({ id }) => id === before) + 1;
      if (from === 0 && before !== undefined)
        return no(422, "badBefore", "before: the id of one of the account's posts");
      const posts = said
        .slice(from, from + mostListed)
        .filter(({ createdAt }) => Date.parse(createdAt) >= since)
        .map((post) => ({ ...shown(post), text: as(post.text) }));
      return { status: 200, body: { posts } };
    },
  };
}

function shortened(text: string): string {
  let count = 0;
  return text.replace(/https?:\/\/[^\s]*[^\s.,;:!?)»”"'’]/giu, () => {
    count += 1;
    return `https://short.example/${count}`;
  });
}
