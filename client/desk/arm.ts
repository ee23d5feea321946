/** Arming and firing one reaction (DESIGN §5: pick → post). */
import type { Account } from "#shared/campaigns.ts";
import type { Rendering } from "#shared/commands.ts";
import type { Snapshot } from "#shared/changes.ts";
import { isCorrection, type Spoken, spokeUntruly } from "#shared/corrections.ts";
import type { Moment } from "#shared/moments.ts";
import { byHand, renderAs } from "#shared/rendering.ts";
import { aroundOf, type Surroundings } from "#shared/surroundings.ts";
import type { Template } from "#shared/templates.ts";
import { type Answer, type Orders } from "../live/orders.ts";
import { draftKey, dropDraft } from "../live/drafts.ts";
import { reachOf, serverNow, useLive } from "../live/store.ts";
import { accountsFor, saidOf, untrueIn } from "./about.ts";
import { type Armed, laidDown, type Notice, useDesk } from "./desk-store.ts";
import { obstacleTo } from "./may-fire.ts";
import { offeredFor } from "./offered.ts";
import { firstOpened } from "./opened.ts";
import { undoWindowOf } from "./undo-window.ts";
import { editsOf, isEdited, isSayable } from "./written.ts";

/** Renders a template here, at once, for every account and its languages. No hashes: those are the server's. */
function renderLocally(
  template: Pick<Template, "variants" | "image">,
  moment: Moment,
  accounts: readonly Account[],
  around: Surroundings,
  untrue: readonly Spoken[] = [],
): Rendering[] {
  return accounts.flatMap((account) =>
    account.locales.map((locale) => {
      const { fits: _, ...rendering } = renderAs(template, moment, account, locale, around, untrue);
      return { ...rendering, hash: null };
    }),
  );
}

/** Arms reaction `digit` (1–9) of the selected moment. Harmless: nothing leaves. `byKey` when a key is still down. */
export async function arm(orders: Orders, digit: number, byKey: boolean): Promise<void> {
  const { desk } = useLive.getState();
  const { selectedId, armed: before } = useDesk.getState();
  const moment = desk?.moments.find((each) => each.id === selectedId);
  if (!desk || !moment) return;
  const untrue = untrueIn(moment, saidOf(desk, moment.id));
  const template = offeredFor(desk, moment)[digit - 1]?.template;
  if (!template || before?.phase === "firing") return;
  const same = before?.templateId === template.id && before.momentVersion === moment.version;
  if (same && before.phase !== "stale") return;
  const armed = freshlyArmed(desk, moment, { template, untrue }, byKey);
  useDesk.setState({ armed, notice: null, pane: "moment" });
  if (armed.accounts.length > 0) await confirm(orders, armed);
}

/** Arms the selected moment with no words at all: the editor writes them. Answers whether it could. */
export function armByHand(byKey: boolean): boolean {
  const { desk } = useLive.getState();
  const { selectedId, armed: before } = useDesk.getState();
  const moment = desk?.moments.find((each) => each.id === selectedId);
  if (!desk || !moment || !mayWrite(moment) || before?.phase === "firing") return false;
  const armed = freshlyArmed(desk, moment, { template: null, untrue: [] }, byKey);
  useDesk.setState({ armed, notice: null, pane: "moment" });
  return true;
}

/** Whether anything but a correction may be said of it. */
export function mayWrite({ status }: Moment): boolean {
  return status !== "withdrawn" && status !== "protested";
}

type Chosen = { template: Template | null; untrue: readonly Spoken[] };

/** A correction goes only where something untrue was said, in the languages it was said in. */
function freshlyArmed(
  desk: Snapshot,
  moment: Moment,
  { template, untrue }: Chosen,
  byKey: boolean,
): Armed {
  const reached = accountsFor(desk, moment);
  const accounts = template && isCorrection(template) ? spokeUntruly(reached, untrue) : reached;
  const around = aroundOf(desk, moment);
  const prepared = renderLocally(template ?? byHand, moment, accounts, around, untrue);
  return {
    commandId: crypto.randomUUID(),
    momentId: moment.id,
    momentVersion: moment.version,
    momentHeadline: moment.headline,
    templateId: template?.id ?? null,
    accounts,
    renderings: prepared,
    leftOut: [],
    leftOutRenderings: [],
    prepared,
    words: {},
    editing: false,
    phase: "arming",
    armedAt: performance.now(),
    released: !byKey,
  };
}

/** Asks the server for its bytes and hashes; they replace ours if this is still what is armed. */
export async function confirm(orders: Orders, armed: Armed): Promise<void> {
  if (!isSayable(armed)) return;
  const answer = await orders.send("post.preview", {
    momentId: armed.momentId as Moment["id"],
    momentVersion: armed.momentVersion,
    templateId: armed.templateId as Template["id"] | null,
    accounts: armed.accounts.map((account) => account.id),
    ...editsOf(armed),
  });
  const now = useDesk.getState().armed;
  if (now?.commandId !== armed.commandId || now.phase !== "arming") return;
  if (answer.ok)
    useDesk.setState({ armed: { ...now, renderings: answer.value.renderings, phase: "ready" } });
  else if (answer.code === "unanswered" && isEdited(now)) askLater(orders, now);
  else refuse(answer, now);
}

const askAgainMs = 1000;

/** Whoever writes through a cut keeps their words, and the server is asked until it answers. */
function askLater(orders: Orders, asked: Armed): void {
  setTimeout(() => {
    const { armed } = useDesk.getState();
    if (armed?.commandId === asked.commandId) confirm(orders, armed).catch(reportError);
  }, askAgainMs);
}

function refuse(answer: Extract<Answer<"post.preview">, { ok: false }>, armed: Armed): void {
  const message = typeof answer.details["message"] === "string" ? answer.details["message"] : null;
  useDesk.setState({
    armed: laidDown(armed),
    notice: { kind: "refused", code: answer.code, message },
  });
}

/** The arming key was let go. */
export function releaseKey(): void {
  const { armed } = useDesk.getState();
  if (armed && !armed.released) useDesk.setState({ armed: { ...armed, released: true } });
}

/** `undoMs`: the window, where it is not that of its accounts. `anyway`: why it is said although it nearly was said. */
type Press = { undoMs?: number; anyway?: string };

/** Publishes what is armed, if nothing stands in the way. */
export async function fire(orders: Orders, { undoMs, anyway }: Press = {}): Promise<void> {
  const live = useLive.getState();
  const { desk, me } = live;
  const { armed } = useDesk.getState();
  const moment = desk?.moments.find((each) => each.id === armed?.momentId) ?? null;
  if (!desk || !me || !armed || !moment) return;
  if (obstacleTo({ desk, me, connection: reachOf(live), moment, armed, now: serverNow() })) return;
  const hashes = armed.renderings.flatMap((each) => each.hash ?? []);
  if (hashes.length !== armed.renderings.length || hashes.length === 0) return;
  underwayFrom(armed, moment.headline[me.locale]);
  const seenAt = firstOpened(moment.id);
  const answer = await orders.give(armed.commandId, "post.fire", {
    momentId: moment.id,
    momentVersion: armed.momentVersion,
    templateId: armed.templateId as Template["id"] | null,
    accounts: armed.accounts.map((account) => account.id),
    ...editsOf(armed),
    renderHashes: hashes,
    undoMs: undoMs ?? undoWindowOf(desk, moment, armed.accounts),
    // Whoever takes no time to undo it says that its picture is there.
    ...(undoMs === 0 && { atPicture: true }),
    ...(seenAt && { seenAt }),
    ...(anyway !== undefined && { anyway: { reason: anyway } }),
  });
  settle(armed.commandId, armed, answer);
}

function underwayFrom(armed: Armed, title: string): void {
  const { commandId, momentId, templateId } = armed;
  const line = {
    commandId,
    momentId,
    templateId,
    title,
    count: armed.renderings.length,
    givenAt: serverNow(),
    postId: null,
  };
  useDesk.setState(({ underway }) => ({
    armed: { ...armed, phase: "firing", editing: false },
    notice: null,
    underway: [...underway, { ...line, state: "asked" as const }],
  }));
}

/** Whose words these are already, or nearly, where that is why they were refused. */
function saidBefore({ code, details }: Extract<Answer<"post.fire">, { ok: false }>): Notice | null {
  const { account, by, at, said, now } = details;
  if (typeof account !== "string" || typeof at !== "string") return null;
  const whose = { account, by: typeof by === "string" ? by : null, at };
  if (code === "sameWords") return { kind: "sameWords", ...whose };
  if (code !== "nearWords" || typeof said !== "string" || typeof now !== "string") return null;
  return { kind: "nearWords", ...whose, said, now };
}

/** What is left of what was refused: nothing, unless a reason lets it leave. Then it is another intent. */
function stillArmed(armed: Armed | null, notice: Notice | null): Armed | null {
  if (!armed || notice?.kind !== "nearWords") return null;
  return { ...armed, commandId: crypto.randomUUID(), phase: "ready" };
}

/** Writes down what became of an order: its answer, or null when it is too old to be asked again. */
export function settle(
  commandId: string,
  { momentId, templateId }: Pick<Armed, "momentId" | "templateId">,
  answer: Answer<"post.fire"> | null,
): void {
  const { armed } = useDesk.getState();
  const mine = armed?.commandId === commandId;
  if (answer && !answer.ok && answer.code !== "unanswered") {
    const message =
      typeof answer.details["message"] === "string" ? answer.details["message"] : null;
    const before = saidBefore(answer);
    dismiss(commandId);
    useDesk.setState({
      notice: before ?? { kind: "refused", code: answer.code, message },
      ...(mine && { armed: stillArmed(armed, before) }),
    });
    return;
  }
  const state =
    answer === null
      ? ("unknown" as const)
      : answer.ok
        ? ("answered" as const)
        : ("unanswered" as const);
  const postId = answer?.ok ? answer.value.postId : null;
  if (postId) dropDraft(draftKey(momentId, templateId));
  if (postId && useLive.getState().desk?.posts.some((post) => post.id === postId))
    dismiss(commandId);
  useDesk.setState(({ underway }) => ({
    underway: underway.map((line) =>
      line.commandId === commandId ? { ...line, state, postId } : line,
    ),
    ...(mine && { armed: null }),
  }));
}

/** Takes an order's line away. */
export function dismiss(commandId: string): void {
  useDesk.setState(({ underway }) => ({
    underway: underway.filter((line) => line.commandId !== commandId),
  }));
}
