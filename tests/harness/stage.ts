/** A desk on one queue backend, a network that outlives it, a console, and two editors. */
import type { DeliveryState } from "#shared/posts.ts";
import { type Backend, openBackend } from "./backends.ts";
import { openConsole, type TestConsole } from "./console.ts";
import { apiToken, type Credential, type Desk, signIn, startDesk } from "./desk.ts";
import { startTestNetwork, type TestNetwork } from "./rehearsal-network.ts";

/** Tests fire one after the other as one editor: the span between two presses is scaled down with every other duration. */
export const quick = { REBOND_TIME_SCALE: "0.2" };

export type Stage = {
  desk: Desk;
  network: TestNetwork;
  screen: TestConsole;
  cookie: Credential;
  colleague: Credential;
  close: () => Promise<void>;
};

/** Opens it; `close` ends everything it started. */
export async function setStage(backend: Backend, env: Record<string, string> = {}): Promise<Stage> {
  const { redisUrl, stop } = await openBackend(backend);
  const network = await startTestNetwork();
  const desk = await startDesk({
    rehearsalNetwork: network,
    env: { ...quick, ...env },
    ...(redisUrl ? { redisUrl } : {}),
  });
  const cookie = await signIn(desk);
  const screen = openConsole(desk, cookie);
  await screen.until("the desk is on screen", (self) => self.state !== null);
  return {
    desk,
    network,
    screen,
    cookie,
    colleague: await apiToken(desk, cookie, "editor"),
    async close() {
      screen.close();
      await desk.stop();
      await network.stop();
      await stop();
    },
  };
}

/** As many new editors: each has a span of their own between two fires. */
export function editorsOf(
  { desk, cookie }: Pick<Stage, "desk" | "cookie">,
  count: number,
): Promise<Credential[]> {
  return Promise.all(Array.from({ length: count }, () => apiToken(desk, cookie, "editor")));
}

/** The states of a post’s deliveries, newest first, as the console shows them. */
export const stateOf = (screen: TestConsole, postId: string) =>
  (screen.state?.deliveries ?? [])
    .filter((each) => each.postId === postId)
    .map((each) => each.state);

/** Whether every delivery of a post is in this state, and there is one. */
export function allAre(screen: TestConsole, postId: string, state: DeliveryState): boolean {
  const states = stateOf(screen, postId);
  return states.length > 0 && states.every((each) => each === state);
}
