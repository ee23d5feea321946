/** Everything an editor can do from the desk, by key or by hand. */
import type { Account, CampaignMode, Hold } from "#shared/campaigns.ts";
import type { CommandInput, CommandName } from "#shared/commands.ts";
import type { RefusalCode } from "#shared/errors.ts";
import { isPassed, type Moment } from "#shared/moments.ts";
import type { Delivery } from "#shared/posts.ts";
import { may } from "#shared/roles.ts";
import type { Answer, Orders, Settled } from "../live/orders.ts";
import { useLive } from "../live/store.ts";
import { isToHandle, saidOf } from "./about.ts";
import { arm, armByHand, fire, settle } from "./arm.ts";
import { colleagueOn, createClaims } from "./claims.ts";
import { useDesk } from "./desk-store.ts";
import { offeredFor } from "./offered.ts";
import { isMine, undoablePosts } from "./rail-lines.ts";
import { select, selectFirstFree, selectNextToHandle, stepBack } from "./selection.ts";
import { atOnce, createTray, forgetRefused, type NewTime, oldestFirst, type Word } from "./tray.ts";
import { createEditing, type Editing, type Place } from "./editing.ts";
import { leaveOut, toggleAccount } from "./leave-out.ts";
import { holdIn } from "../live/holds.ts";
import { undoWindowAgain } from "./undo-window.ts";
import { untrueMoments } from "./untrue.ts";

/** What a hold is about. */
export type About = { scope: Hold["scope"]; accountId: Account["id"] | null };
const everything: About = { scope: "global", accountId: null };

export type Acts = {
  /** Takes the selected moment, or the first that nobody is on, and arms its first reaction. */
  take: () => void;
  takeOver: () => void;
  /** Goes to what is public and untrue the longest, and arms what puts it right. */
  correct: () => void;
  /** Leaves the selected moment as it stands, for everyone, and goes to the next one to handle. */
  pass: () => void;
  /** Takes up again what is selected, else what this person passed last. */
  unpass: () => void;
  /** One step back; with nothing armed, lets the moment go. */
  back: () => void;
  toggleAccount: (accountId: string) => void;
  /** Leaves out the accounts that cannot leave, or not with the others; or takes everything back. */
  leaveOut: () => void;
  setMode: (mode: CampaignMode) => void;
  /** Keeps claims alive until the returned function is called. */
  watch: () => () => void;
  arm: (digit: number, byKey: boolean) => void;
  /** Opens the texts of what is armed; of the selected moment's first reaction where nothing is. */
  edit: (place?: Place) => void;
  editing: Omit<Editing, "open" | "fire">;
  /** Publishes from the text. */
  fireText: () => void;
  fire: () => void;
  /** Publishes without an undo window, where one may; else as `fire`. */
  fireNow: () => void;
  /** Publishes although nearly the same was said; the reason goes on record. */
  fireAnyway: (reason: string) => void;
  undo: (postId: string) => void;
  /** Agrees, as a second person, to what was read. */
  approve: (postId: string, read: readonly Delivery[]) => Promise<Answer<"post.approve">>;
  /** Takes public posts back at their networks, for good. */
  retract: (deliveries: readonly Delivery[]) => Promise<Answer<"post.retract">>;
  undoNewest: () => void;
  /** Sends what was missed after all, under the undo window. */
  sendNow: (deliveries: readonly Delivery[]) => void;
  /** Gives deliveries another time; the answer may be a question. */
  reslot: (
    deliveries: readonly Delivery[],
    time: NewTime,
  ) => Promise<Answer<"delivery.reslot"> | null>;
  drop: (deliveries: readonly Delivery[]) => void;
  /** Gives up everything that would still leave by itself, or the soonest of it. */
  cut: () => Promise<Answer<"delivery.cut">>;
  /** Says until when deliveries may still leave (epoch ms). */
  extend: (
    deliveries: readonly Delivery[],
    notAfter: number,
  ) => Promise<Answer<"delivery.extend"> | null>;
  /** Says what became of a delivery in doubt. */
  settle: (
    delivery: Delivery,
    word: Word,
    remoteUrl: string | null,
  ) => Promise<Answer<"delivery.settle"> | null>;
  /** What was tried for a delivery, and what came back. */
  history: (deliveryId: Delivery["id"]) => Promise<Answer<"delivery.history">>;
  /** Holds everything, the campaign, or one account; with nothing said, everything. */
  hold: (about?: About) => void;
  release: (about?: About) => void;
  space: (accountId: Account["id"], spacingMs: number) => void;
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

  const orNull = <Value>(work: Promise<Value>): Promise<Value | null> =>
    work.catch((error: unknown) => {
      run(Promise.reject(error));
      return null;
    });

  const sendNow = async (deliveries: readonly Delivery[]): Promise<void> => {
    useDesk.setState({ notice: null });
    const answer = await tray.sendNow(deliveries);
    say(answer);
    if (!answer.ok || deliveries.length < 2) return;
    const sent = oldestFirst(deliveries).slice(0, atOnce);
    useDesk.setState({ notice: { kind: "sentAll", deliveries: sent.map(({ id }) => id) } });
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

  const hold = async (about: About): Promise<void> => {
    const { desk, me } = useLive.getState();
    if (!desk || !me || !may(me.role, "hold")) return;
    if (holdIn(desk, about.scope, about.accountId)) return;
    const answer = await orders.send("hold.place", about);
    if (!answer.ok) return say(answer);
    if (about.scope !== "account")
      useDesk.setState({
        notice: { kind: "holdPlaced", leaving: answer.value.alreadyLeaving.length },
      });
  };

  const pass = async ({ id, version }: Moment, passed: boolean): Promise<void> =>
    say(await orders.send("moment.pass", { momentId: id, momentVersion: version, passed }));

  const tray = createTray(orders);
  const claims = createClaims(orders, (code) =>
    useDesk.setState({ notice: { kind: "refused", code: code as RefusalCode, message: null } }),
  );
  const editing = createEditing(orders);
  const armHere = (digit: number, byKey: boolean): void => {
    const { selectedId } = useDesk.getState();
    if (selectedId) run(claims.take(selectedId, false));
    run(arm(orders, digit, byKey));
  };
  /** One digit after the last reaction prepared: with words of one's own. */
  const armOrWrite = (digit: number, byKey: boolean): void => {
    const { desk, me } = useLive.getState();
    const { selectedId } = useDesk.getState();
    const moment = desk?.moments.find((each) => each.id === selectedId);
    const writes = me && may(me.role, "fire");
    if (!desk || !moment || !writes || digit !== offeredFor(desk, moment).length + 1)
      return armHere(digit, byKey);
    run(claims.take(moment.id, false));
    if (armByHand(byKey)) editing.open();
  };

  return {
    arm: armOrWrite,
    edit: (place) => {
      const { me } = useLive.getState();
      if (!me || !may(me.role, "fire")) return;
      const { armed, selectedId } = useDesk.getState();
      if (armed === null || armed.momentId !== selectedId) armOrWrite(1, false);
      editing.open(place);
    },
    editing,
    fireText: () => run(editing.fire()),
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
    correct: () => {
      const { desk, me } = useLive.getState();
      const [first] = desk && me && may(me.role, "fire") ? untrueMoments(desk) : [];
      if (!first) return;
      select(first.moment.id);
      armHere(1, true);
    },
    pass: () => {
      const { desk } = useLive.getState();
      const { selectedId } = useDesk.getState();
      const moment = desk?.moments.find(({ id }) => id === selectedId);
      if (desk && moment && isToHandle(moment, saidOf(desk, moment.id))) run(pass(moment, true));
      run(claims.letGo());
      selectNextToHandle();
    },
    unpass: () => {
      const moment = passedHere();
      if (!moment) return;
      select(moment.id);
      run(pass(moment, false));
    },
    back: () => {
      if (useDesk.getState().armed?.editing) return editing.leave();
      if (stepBack() === "deselected") run(claims.letGo());
    },
    leaveOut: () => run(leaveOut(orders)),
    toggleAccount: (accountId) => run(toggleAccount(orders, accountId)),
    setMode: (mode) => run(orders.send("campaign.setMode", { mode }).then(say)),
    watch: claims.watch,
    fire: () => run(fire(orders)),
    fireNow: () => {
      const { me } = useLive.getState();
      run(fire(orders, me && may(me.role, "produce") ? { undoMs: 0 } : {}));
    },
    fireAnyway: (reason) => run(fire(orders, { anyway: reason })),
    undo: (postId) => run(undo(postId)),
    approve: (postId, read) => {
      const { desk } = useLive.getState();
      return orders.send("post.approve", {
        postId: postId as Delivery["postId"],
        hashes: read.flatMap(({ awaitedHash }) => awaitedHash ?? []),
        undoMs: desk ? undoWindowAgain(desk, read) : 0,
      });
    },
    retract: (deliveries) =>
      orders.send("post.retract", { deliveries: deliveries.map(({ id }) => id) }),
    undoNewest: () => {
      const { desk, me } = useLive.getState();
      const { sentNow } = useDesk.getState();
      const [newest] =
        desk && me ? undoablePosts(desk).filter((post) => isMine(post, me.id, sentNow)) : [];
      if (newest) run(undo(newest.id));
    },
    sendNow: (deliveries) => run(sendNow(deliveries)),
    reslot: (deliveries, time) => orNull(tray.reslot(deliveries, time)),
    drop: (deliveries) => run(drop(deliveries)),
    cut: () => orders.send("delivery.cut", {}),
    extend: (deliveries, notAfter) => orNull(tray.extend(deliveries, notAfter)),
    settle: (delivery, word, remoteUrl) => orNull(tray.settle(delivery, word, remoteUrl)),
    history: (deliveryId) => orders.send("delivery.history", { deliveryId }),
    hold: (about = everything) => run(hold(about)),
    release: (about = everything) => run(orders.send("hold.release", about).then(say)),
    space: (accountId, spacingMs) =>
      run(orders.send("account.space", { accountId, spacingMs }).then(say)),
    play: (playing) => run(orders.send("rehearsal.play", { playing }).then(say)),
  };
}

/** The selected moment where it was passed, else the one this person passed last. */
function passedHere(): Moment | null {
  const { desk, me } = useLive.getState();
  const { selectedId } = useDesk.getState();
  const passed = (desk?.moments ?? []).filter(isPassed);
  const mine = passed
    .filter((moment) => moment.passed?.personId === me?.id)
    .toSorted((a, b) => (a.passed!.at < b.passed!.at ? 1 : -1));
  return passed.find(({ id }) => id === selectedId) ?? mine[0] ?? null;
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
    return settle(
      envelope.commandId,
      envelope.input as CommandInput<"post.fire">,
      answer as Answer<"post.fire"> | null,
    );
  if (envelope.name === "delivery.sendNow" && answer)
    forgetRefused((envelope.input as CommandInput<"delivery.sendNow">).deliveries, answer);
  if (envelope.name === "delivery.settle" && answer)
    forgetRefused([(envelope.input as CommandInput<"delivery.settle">).deliveryId], answer);
  say(answer ?? { ok: false, code: "unanswered", details: {} });
};
