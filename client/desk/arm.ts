/** Arming and firing one reaction (DESIGN §5: pick → post). */
import type { Account } from "#shared/campaigns.ts";
import type { Rendering } from "#shared/commands.ts";
import type { Snapshot } from "#shared/changes.ts";
import { blocksFiring, type Moment } from "#shared/moments.ts";
import { renderAs } from "#shared/rendering.ts";
import { suggest } from "#shared/suggest.ts";
import type { Template } from "#shared/templates.ts";
import { type Answer, type Orders } from "../live/orders.ts";
import { serverNow, useLive } from "../live/store.ts";
import { accountsFor } from "./about.ts";
import { type Armed, armedAccounts, useDesk } from "./desk-store.ts";
import { isFlawed } from "./flaws.ts";
import { obstacleTo } from "./may-fire.ts";

/** Renders a template here, at once, for every account and language it has a wording for. No hashes: those are the server's. */
export function renderLocally(
  template: Template,
  moment: Moment,
  accounts: readonly Account[],
): Rendering[] {
  return accounts.flatMap((account) =>
    account.locales
      .filter((locale) => template.variants.some((variant) => variant.locale === locale))
      .map((locale) => {
        const { fits: _, ...rendering } = renderAs(template, moment, account, locale);
        return { ...rendering, hash: null };
      }),
  );
}

/** Arms reaction `digit` (1–9) of the selected moment. Harmless: nothing leaves. `byKey` when a key is still down. */
export async function arm(orders: Orders, digit: number, byKey: boolean): Promise<void> {
  const { desk } = useLive.getState();
  const { selectedId, armed: before } = useDesk.getState();
  const moment = desk?.moments.find((each) => each.id === selectedId);
  if (!desk || !moment || blocksFiring(moment.status)) return;
  const template = suggest(moment, desk.templates)[digit - 1]?.template;
  if (!template || before?.phase === "firing") return;
  if (before?.templateId === template.id && before.momentVersion === moment.version) return;
  const armed = freshlyArmed(desk, moment, template, byKey);
  useDesk.setState({ armed, notice: null, pane: "moment" });
  if (armed.accounts.length > 0) await confirm(orders, armed);
}

function freshlyArmed(desk: Snapshot, moment: Moment, template: Template, byKey: boolean): Armed {
  const accounts = accountsFor(desk, moment);
  return {
    commandId: crypto.randomUUID(),
    momentId: moment.id,
    momentVersion: moment.version,
    momentHeadline: moment.headline,
    templateId: template.id,
    accounts,
    renderings: renderLocally(template, moment, accounts),
    leftOut: [],
    leftOutRenderings: [],
    phase: "arming",
    armedAt: performance.now(),
    released: !byKey,
  };
}

/** Asks the server for its bytes and hashes; they replace ours if this is still what is armed. */
async function confirm(orders: Orders, armed: Armed): Promise<void> {
  const answer = await orders.send("post.preview", {
    momentId: armed.momentId as Moment["id"],
    momentVersion: armed.momentVersion,
    templateId: armed.templateId as Template["id"],
    accounts: armed.accounts.map((account) => account.id),
  });
  const now = useDesk.getState().armed;
  if (now?.commandId !== armed.commandId) return;
  if (answer.ok)
    useDesk.setState({ armed: { ...now, renderings: answer.value.renderings, phase: "ready" } });
  else refuse(answer);
}

/** Leaves an account out of what is armed, or takes it back. */
export async function toggleAccount(orders: Orders, accountId: string): Promise<void> {
  const { armed } = useDesk.getState();
  if (!armed) return;
  const sent = new Set<string>(armed.accounts.map(({ id }) => id));
  if (!sent.delete(accountId)) sent.add(accountId);
  await sendOnly(orders, armed, sent);
}

/** Leaves out every account whose text cannot leave; where all of them can, takes everything back. */
export async function leaveOutFlawed(orders: Orders): Promise<void> {
  const { armed } = useDesk.getState();
  if (!armed) return;
  const flawed = armed.renderings.filter(isFlawed).map(({ accountId }) => accountId);
  const kept = flawed.length === 0 ? armedAccounts(armed) : armed.accounts;
  const sent = kept.map(({ id }) => id).filter((id) => !flawed.includes(id));
  await sendOnly(orders, armed, new Set<string>(sent));
}

/** What would leave is another thing then, so it is another intent. */
async function sendOnly(orders: Orders, armed: Armed, sent: ReadonlySet<string>): Promise<void> {
  if (armed.phase === "firing") return;
  const accounts = armedAccounts(armed);
  const renderings = [...armed.renderings, ...armed.leftOutRenderings];
  const next: Armed = {
    ...armed,
    commandId: crypto.randomUUID(),
    accounts: accounts.filter(({ id }) => sent.has(id)),
    leftOut: accounts.filter(({ id }) => !sent.has(id)),
    renderings: renderings.filter(({ accountId }) => sent.has(accountId)),
    leftOutRenderings: renderings.filter(({ accountId }) => !sent.has(accountId)),
    phase: "arming",
    armedAt: performance.now(),
    released: true,
  };
  useDesk.setState({ armed: next, notice: null });
  if (next.accounts.length > 0) await confirm(orders, next);
}

function refuse(answer: Extract<Answer<"post.preview">, { ok: false }>): void {
  const message = typeof answer.details["message"] === "string" ? answer.details["message"] : null;
  useDesk.setState({ armed: null, notice: { kind: "refused", code: answer.code, message } });
}

/** The arming key was let go. */
export function releaseKey(): void {
  const { armed } = useDesk.getState();
  if (armed && !armed.released) useDesk.setState({ armed: { ...armed, released: true } });
}

/** Publishes what is armed, if nothing stands in the way. */
export async function fire(orders: Orders): Promise<void> {
  const { desk, me, connection } = useLive.getState();
  const { armed } = useDesk.getState();
  const moment = desk?.moments.find((each) => each.id === armed?.momentId) ?? null;
  if (!desk || !me || !armed || !moment) return;
  if (obstacleTo({ desk, me, connection: connection.status, moment, armed })) return;
  const hashes = armed.renderings.flatMap((each) => each.hash ?? []);
  if (hashes.length !== armed.renderings.length || hashes.length === 0) return;
  underwayFrom(armed, moment.headline[me.locale]);
  const answer = await orders.give(armed.commandId, "post.fire", {
    momentId: moment.id,
    momentVersion: armed.momentVersion,
    templateId: armed.templateId as Template["id"],
    accounts: armed.accounts.map((account) => account.id),
    renderHashes: hashes,
    undoMs: desk.campaign.undoMs,
  });
  settle(armed.commandId, answer);
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
    armed: { ...armed, phase: "firing" },
    notice: null,
    underway: [...underway, { ...line, state: "asked" as const }],
  }));
}

/** Writes down what became of an order: its answer, or null when it is too old to be asked again. */
export function settle(commandId: string, answer: Answer<"post.fire"> | null): void {
  const { armed } = useDesk.getState();
  const mine = armed?.commandId === commandId;
  if (answer && !answer.ok && answer.code !== "unanswered") {
    const message =
      typeof answer.details["message"] === "string" ? answer.details["message"] : null;
    dismiss(commandId);
    useDesk.setState({
      notice: { kind: "refused", code: answer.code, message },
      ...(mine && { armed: null }),
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
