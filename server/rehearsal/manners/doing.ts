/** What the manners of publishing share: a call as a manner understands it, and how a post is taken. */
import type { Request } from "express";
import { z } from "zod";
import { type Manner, mannerOf, type NetworkName } from "#shared/networks.ts";
import { type Answer, no } from "../answer.ts";
import { readContent } from "../content.ts";
import type { Drafts } from "../drafts.ts";
import type { NetworkCall } from "../faults.ts";
import type { Keys } from "../keys.ts";
import type { PictureFiles } from "../picture-files.ts";
import type { RegisteredAccounts } from "../registered.ts";
import type { PostContent, StoredPost, Timeline } from "../timeline.ts";

export type Place = { handle: string; id: string };
type Asked = Request<Place>;
/** What faults and records call a call, the key it came under, the text it is about where that is known, and its work. */
export type Doing = {
  call: NetworkCall;
  key?: (asked: Asked) => string;
  text: (asked: Asked) => string | null;
  act: (asked: Asked) => Answer;
};
/** The calls that an account's interface may have, in any manner. */
export type CallName =
  | "putPost"
  | "getPost"
  | "postPost"
  | "listPosts"
  | "liftFlag"
  | "removePost"
  | "postContainer"
  | "getContainer"
  | "publishContainer";
export type Doings = Partial<Record<CallName, Doing>>;
export type MannerParts = {
  accounts: RegisteredAccounts;
  timeline: Timeline;
  drafts: Drafts;
  keys: Keys;
  pictures: PictureFiles;
  /** A post as a client gets it. */
  shown: (post: StoredPost) => object;
};

/** Whose rules an account wears. */
export function wornIn(accounts: RegisteredAccounts, handle: string): NetworkName {
  return accounts.find(handle)?.wears ?? "rehearsal";
}

/** How an account's posts become public. */
export function mannerIn(accounts: RegisteredAccounts, handle: string): Manner {
  return mannerOf({ network: "rehearsal", wears: wornIn(accounts, handle) });
}

const withText = z.object({ text: z.string() });

/** The text in a call's own body. */
export function textIn({ body }: Asked): string | null {
  const parsed = withText.safeParse(body);
  return parsed.success ? parsed.data.text : null;
}

/** Does `then` with what was sent, where its account's rules allow it. */
export function accept(
  { accounts, pictures }: MannerParts,
  handle: string,
  body: unknown,
  then: (content: PostContent) => Answer,
): Answer {
  const read = readContent(body, wornIn(accounts, handle), pictures);
  return "content" in read ? then(read.content) : read.refusal;
}

/** Answers a post that was made just now. */
export function made({ shown }: MannerParts, post: StoredPost): Answer {
  return { status: 201, body: shown(post), made: post.id };
}

/** Takes a post away; a repeat finds none, which its network says in its own words. */
export function removing(
  { timeline }: MannerParts,
  find: (place: Place) => StoredPost | null,
  again: Answer = no(404, "postNotFound", "there is no such post"),
): Doing {
  return {
    call: "remove",
    text: ({ params }) => find(params)?.text ?? null,
    act({ params }) {
      const post = find(params);
      if (!post) return again;
      timeline.remove(post.id);
      return { status: 200, body: { id: post.id } };
    },
  };
}

/** Answers a post that was there. */
export function known({ shown }: MannerParts, post: StoredPost): Answer {
  return { status: 200, body: shown(post) };
}
