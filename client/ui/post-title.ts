/** What a post is about, as a line names it: with a word in front where it puts another right or takes it back. */
import type { Locale } from "#shared/locales.ts";
import type { Post } from "#shared/posts.ts";
import type { Say } from "../messages/words.tsx";

export function postTitle(say: Say, post: Pick<Post, "title" | "purpose">, locale: Locale): string {
  const title = post.title[locale];
  if (post.purpose === "retract") return say("rail.retract", { title });
  return post.purpose === "correction" ? say("rail.correction", { title }) : title;
}
