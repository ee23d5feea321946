/** What the screen is given: the desk's acts, and the lines it does something about. */
import type { Delivery, Post } from "#shared/posts.ts";
import type { Answer } from "../live/orders.ts";

/** A post and those of its deliveries that something is done about. */
export type Line = { post: Post; deliveries: Delivery[] };

export type QueueActs = {
  /** Holds everything, or lifts that. */
  hold: () => void;
  release: () => void;
  /** Gives up everything that would still leave by itself, or the soonest of it. */
  cut: () => Promise<Answer<"delivery.cut">>;
};
