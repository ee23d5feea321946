/** Everything an editor can do from the desk, by key or by hand. */
import type { CampaignMode } from "#shared/campaigns.ts";
import type { CommandInput, CommandName } from "#shared/commands.ts";
import type { RefusalCode } from "#shared/errors.ts";
import type { Delivery } from "#shared/posts.ts";
import { may } from "#shared/roles.ts";
import type { Answer, Orders, Settled } from "../live/orders.ts";
import { useLive } from "../live/store.ts";
import { arm, fire, leaveOutFlawed, settle, toggleAccount } from "./arm.ts";
import { colleagueOn, createClaims } from "./claims.ts";
import { useDesk } from "./desk-store.ts";
import { isHeld } from "./may-fire.ts";
import { isMine, undoablePosts } from "./rail-lines.ts";
import { selectFirstFree, selectNextToHandle, stepBack } from "./selection.ts";
import { createTray, forgetRefused, type NewTime } from "./tray.ts";

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
  /** Sends what was missed after all, under the undo window. */
  sendNow: (deliveries: readonly Delivery[]) => void;
  /** Gives deliveries another time; the answer may be a question. */
  reslot: (
    deliveries: readonly Delivery[],
    time: NewTime,
  ) => Promise<Answer<"delivery.reslot"> | null>;
  drop: (deliveries: readonly Delivery[]) => void;
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

  const sendNow = async (deliveries: readonly Delivery[]): Promise<void> => {
    useDesk.setState({ notice: null });
    say(await tray.sendNow(deliveries));
  };

  const drop = async (deliveries: readonly Delivery[]): Promise<void> => {
    useDesk.setState({ notice: null });
    const answer = await tray.drop(deliveries);
    if (!answer.ok) return say(answer);
    sayLate(answer.value.deliveries);
  };

  const undo = async (postId: string): Promise<void> => {
    const post = useLive.getState().desk?.posts.find((each) => each.id === postId);
    if (!post) return;
    const answer = await orders.send("post.undo", { postId: post.id });
    if (!answer.ok) return say(answer);
    sayLate(answer.value.deliveries);
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

  const tray = createTray(orders);
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
      const { sentNow } = useDesk.getState();
      const [newest] =
        desk && me ? undoablePosts(desk).filter((post) => isMine(post, me.id, sentNow)) : [];
      if (newest) run(undo(newest.id));
    },
    sendNow: (deliveries) => run(sendNow(deliveries)),
    reslot: (deliveries, time) =>
      tray.reslot(deliveries, time).catch((error: unknown) => {
        run(Promise.reject(error));
        return null;
      }),
    drop: (deliveries) => run(drop(deliveries)),
    hold: () => run(hold()),
    release: () => run(orders.send("hold.release", {}).then(say)),
    play: (playing) => run(orders.send("rehearsal.play", { playing }).then(say)),
  };
}

/** A refusal in the notice line; what was done shows by itself. */
function say(answer: Answer<CommandName>): void {
  if (answer.ok) return;
  const { message } = answer.details;
  useDesk.setState({
    notice: {
      kind: "refused",
      code: answer.code,
      message: typeof message === "string" ? message : null,
    },
  });
}

function sayLate(outcomes: readonly { outcome: string }[]): void {
  const count = outcomes.filter(({ outcome }) => outcome === "alreadyLeaving").length;
  if (count > 0) useDesk.setState({ notice: { kind: "undoneLate", count } });
}

/** What the order book reports for an order asked again. */
export const settled: Settled = (envelope, answer) => {
  if (envelope.name === "post.fire")
    return settle(envelope.commandId, answer as Parameters<typeof settle>[1]);
  if (envelope.name === "delivery.sendNow" && answer)
    forgetRefused((envelope.input as CommandInput<"delivery.sendNow">).deliveries, answer);
  say(answer ?? { ok: false, code: "unanswered", details: {} });
};
