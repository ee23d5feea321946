/** Reactions whose words no other test says, so that what the network has of each can be counted. */
import { randomUUID } from "node:crypto";
import type { Account } from "#shared/campaigns.ts";
import type { Delivery, DeliveryState } from "#shared/posts.ts";
import type { TestConsole } from "./console.ts";
import { apiToken, type Credential } from "./desk.ts";
import { arm, fire, raiseGold } from "./react.ts";
import type { Stage } from "./stage.ts";

export type Marked = { name: string; momentId: string; postId: string; ids: string[] };
type Fired = Pick<Stage, "desk" | "screen" | "cookie">;
type How = { on?: readonly string[]; undoMs?: number; editor?: Credential; name?: string };

/** The accounts every new desk has, by what can be proven of a call to them. */
export const proven = ["soiree.fr", "evening.en"];
export const matched = ["soiree_iles", "islands_evening"];

/** A word that is in no other text. */
export function marker(): string {
  return `Ana M${randomUUID().slice(0, 8)}q`;
}

/** Raises a medal with a name of its own and fires at it, in words alone, on these accounts; as a new editor unless one is given. */
export async function fireMarked(
  { desk, screen, cookie }: Fired,
  { on = proven, undoMs = 0, editor, name = marker() }: How = {},
): Promise<Marked> {
  const moment = await raiseGold(desk, screen, { name, key: name });
  const armed = await arm(
    desk,
    cookie,
    screen,
    moment,
    undoMs,
    ({ image }) => image === null,
    ({ handle }: Account) => on.includes(handle),
  );
  const by = editor ?? (await apiToken(desk, cookie, "editor"));
  return { name, momentId: moment.id, ...(await fire(desk, by, armed)) };
}

/** Its deliveries as the console shows them. */
export function deliveriesOf(screen: TestConsole, { ids }: Pick<Marked, "ids">): Delivery[] {
  return (screen.state?.deliveries ?? []).filter(({ id }) => ids.includes(id));
}

/** Whether all of them are on screen and each is so: before the console has heard of them, none is. */
export function eachIs(
  screen: TestConsole,
  { ids }: Pick<Marked, "ids">,
  is: (delivery: Delivery) => boolean,
): boolean {
  const all = deliveriesOf(screen, { ids });
  return all.length === ids.length && all.every(is);
}

/** Waits until every delivery is in one of these states. */
export function untilAre(
  screen: TestConsole,
  marked: Pick<Marked, "ids">,
  states: readonly DeliveryState[],
  deadlineMs = 30_000,
): Promise<void> {
  const now = () => deliveriesOf(screen, marked);
  return screen
    .until(
      `all are ${states.join(" or ")}`,
      () => eachIs(screen, marked, ({ state }) => states.includes(state)),
      deadlineMs,
    )
    .catch((error: Error) => {
      const seen = now().map(
        ({ account, state, reason, detail }) => `${account.handle} ${state} ${reason} ${detail}`,
      );
      throw new Error(`${error.message}: ${seen.join("; ")}`);
    });
}

/** What the network has that says it, by handle. */
export async function publishedOf(
  { network }: Pick<Stage, "network">,
  { name }: Pick<Marked, "name">,
): Promise<string[]> {
  const posts = await network.posts();
  return posts.filter(({ text }) => text.includes(name)).map(({ handle }) => handle);
}
