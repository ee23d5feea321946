/** Everything an editor can do from the desk, by key or by hand. */
import type { CampaignMode } from "#shared/campaigns.ts";
import type { RefusalCode } from "#shared/errors.ts";
import { may } from "#shared/roles.ts";
import type { Orders, Settled } from "../live/orders.ts";
import { useLive } from "../live/store.ts";
import { arm, fire, leaveOutFlawed, settle, toggleAccount } from "./arm.ts";
import { colleagueOn, createClaims } from "./claims.ts";
import { useDesk } from "./desk-store.ts";
import { isHeld } from "./may-fire.ts";
import { undoablePosts } from "./rail-lines.ts";
import { selectFirstFree, selectNextToHandle, stepBack } from "./selection.ts";

export type Acts = {
  /** Takes the selected moment, or the first that nobody is on, and arms its first reaction. */
  take: () => void;
  takeOver: () => void;
  /** Leaves the selected moment to others and goes to the next one to handle. */
  pass: () => void;
  /** One step back; with nothing armed, lets the moment go. */
  back: () => void;
  toggleAccount: (accountId: string) => void;
  /** Leaves out the accounts whose text cannot leave, or takes everything back. */
  leaveOutFlawed: () => void;
  setMode: (mode: CampaignMode) => void;
  /** Keeps claims alive until the returned function is called. */
  watch: () => () => void;
  arm: (digit: number, byKey: boolean) => void;
  fire: () => void;
  undo: (postId: string) => void;
  undoNewest: () => void;
  hold: () => void;
  release: () => void;
  play: (playing: boolean) => void;
};

/** `orders` gives the commands. Failures of ours end in the notice line, never in silence. */
export function createActs(orders: Orders): Acts {
  const run = (work: Promise<void>): void => {
    work.catch((error: unknown) => {
      reportError(error);
      useDesk.setState({ notice: { kind: "refused", code: "internal", message: null } });
    });
  };

  const say = (answer: Awaited<ReturnType<Orders["send"]>>): void => {
    if (answer.ok) return;
    const message =
      typeof answer.details["message"] === "string" ? answer.details["message"] : null;
    useDesk.setState({ notice: { kind: "refused", code: answer.code, message } });
  };

  const undo = async (postId: string): Promise<void> => {
    const post = useLive.getState().desk?.posts.find((each) => each.id === postId);
    if (!post) return;
    const answer = await orders.send("post.undo", { postId: post.id });
    if (!answer.ok) return say(answer);
    const late = answer.value.deliveries.filter(
      ({ outcome }) => outcome === "alreadyLeaving",
    ).length;
    if (late > 0) useDesk.setState({ notice: { kind: "undoneLate", count: late } });
  };

  const hold = async (): Promise<void> => {
    const { desk, me } = useLive.getState();
    if (!desk || !me || !may(me.role, "hold") || isHeld(desk)) return;
    const answer = await orders.send("hold.place", {});
    if (!answer.ok) return say(answer);
    useDesk.setState({
      notice: { kind: "holdPlaced", leaving: answer.value.alreadyLeaving.length },
    });
  };

  const claims = createClaims(orders, (code) =>
    useDesk.setState({ notice: { kind: "refused", code: code as RefusalCode, message: null } }),
  );
  const armHere = (digit: number, byKey: boolean): void => {
    const { selectedId } = useDesk.getState();
    if (selectedId) run(claims.take(selectedId, false));
    run(arm(orders, digit, byKey));
  };

  return {
    arm: armHere,
    take: () => {
      if (!useDesk.getState().selectedId) selectFirstFree();
      armHere(1, true);
    },
    takeOver: () => {
      const { desk, me } = useLive.getState();
      const { selectedId } = useDesk.getState();
      if (desk && me && selectedId && colleagueOn(desk, selectedId, me.id))
        run(claims.take(selectedId, true));
    },
    pass: () => {
      run(claims.letGo());
      selectNextToHandle();
    },
    back: () => {
      if (stepBack() === "deselected") run(claims.letGo());
    },
    leaveOutFlawed: () => run(leaveOutFlawed(orders)),
    toggleAccount: (accountId) => run(toggleAccount(orders, accountId)),
    setMode: (mode) => run(orders.send("campaign.setMode", { mode }).then(say)),
    watch: claims.watch,
    fire: () => run(fire(orders)),
    undo: (postId) => run(undo(postId)),
    undoNewest: () => {
      const { desk, me } = useLive.getState();
      const [newest] =
        desk && me ? undoablePosts(desk).filter((post) => post.firedBy === me.id) : [];
      if (newest) run(undo(newest.id));
    },
    hold: () => run(hold()),
    release: () => run(orders.send("hold.release", {}).then(say)),
    play: (playing) => run(orders.send("rehearsal.play", { playing }).then(say)),
  };
}

/** What the order book reports for an order asked again. */
export const settled: Settled = (envelope, answer) => {
  if (envelope.name === "post.fire")
    settle(envelope.commandId, answer as Parameters<typeof settle>[1]);
};
