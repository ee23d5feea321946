/**
 * Presses of a spotter's. Each is kept from the press on, with its own time; leaves once it can no longer be taken back;
 * and is asked again, as the same press, until the desk has answered.
 */
import { create } from "zustand";
import type { CommandName, CommandSent } from "#shared/commands.ts";
import type { RefusalCode } from "#shared/errors.ts";
import type { Envelope } from "#shared/protocol.ts";
import { type Answer, type Orders, staysKept } from "./orders.ts";
import type { Kept, Pending } from "./pending.ts";
import { serverNow, useLive } from "./store.ts";

export type SpotInput = CommandSent<"moment.spot">;

/**
 * `grace`: can be taken back until `until` (epoch ms, this console's clock). `open`: something is being added to it.
 * `kept`: left, not answered. `sent`: on the desk, said until `until`. `refused`: the desk said no, in `why`.
 */
export type Press = {
  commandId: string;
  input: SpotInput;
  state: "grace" | "open" | "kept" | "sent" | "refused";
  until: number;
  /** `time`: it is too old, or this device's clock is wrong. */
  why: RefusalCode | "unanswered" | "time" | null;
};

const graceMs = 3000;
/** How long a press that has arrived is still talked about. */
const arrivedMs = 3000;
const retryMs = 5000;
/** For so long something may be added; a page that is closed meanwhile sends it as it was pressed. */
const openMs = 600_000;

export const useSpots = create<{ presses: readonly Press[] }>(() => ({ presses: [] }));

export type Spots = {
  /** Takes a press; answers its id. The instant is the server's clock. */
  press: (input: Omit<SpotInput, "at">) => string;
  /** Takes it back, while it has not left. */
  undo: (commandId: string) => void;
  /** Something is being added: it waits. */
  open: (commandId: string) => void;
  /** Adds to it, and lets it go. */
  add: (commandId: string, more: Pick<SpotInput, "note" | "mediaId">) => void;
  /** Forgets a press that was refused or has arrived. */
  forget: (commandId: string) => void;
  /** Shows what an earlier visit kept. */
  restore: () => Promise<void>;
  /** What became of a press that was asked again. */
  settle: (envelope: Envelope, answer: Answer<CommandName> | null) => void;
};

type Parts = {
  orders: Pick<Orders, "giveKept" | "askAgain">;
  pending: Pending;
  /** Told of a press that the desk does not take. */
  refused: (envelope: Envelope, answer: Answer<CommandName>) => void;
};

export function createSpots({ orders, pending, refused }: Parts): Spots {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  let retry: ReturnType<typeof setInterval> | undefined;

  const settle: Spots["settle"] = (envelope, answer) => {
    if (!answer || staysKept(envelope, answer)) {
      change(envelope.commandId, { state: "kept" });
      retry ??= setInterval(again, retryMs);
      return;
    }
    if (answer.ok)
      return change(envelope.commandId, { state: "sent", until: Date.now() + arrivedMs });
    const why = answer.details["field"] === "at" ? "time" : answer.code;
    change(envelope.commandId, { state: "refused", why });
    refused(envelope, answer);
  };

  const again = (): void => {
    if (!useSpots.getState().presses.some(({ state }) => state === "kept")) {
      clearInterval(retry);
      retry = undefined;
    } else if (useLive.getState().connection.status === "live")
      orders.askAgain().catch(reportError);
  };

  const leave = async (commandId: string): Promise<void> => {
    const press = find(commandId);
    if (!press || (press.state !== "grace" && press.state !== "open")) return;
    change(commandId, { state: "kept" });
    const kept = keptOf(press, null);
    // A browser that keeps nothing still sends.
    await pending.put(kept).catch(reportError);
    settle(kept, await orders.giveKept(kept));
  };

  const wait = (press: Press): void => {
    clearTimeout(timers.get(press.commandId));
    pending.put(keptOf(press, press.until)).catch(reportError);
    const timer = setTimeout(() => {
      leave(press.commandId).catch(reportError);
    }, press.until - Date.now());
    timers.set(press.commandId, timer);
  };

  return {
    settle,
    press(input) {
      const press: Press = {
        commandId: crypto.randomUUID(),
        input: { ...input, at: new Date(serverNow()).toISOString() },
        state: "grace",
        until: Date.now() + graceMs,
        why: null,
      };
      // What has arrived is on the desk: only the newest press is still talked about.
      useSpots.setState(({ presses }) => ({
        presses: [press, ...presses.filter(({ state }) => state !== "sent")],
      }));
      wait(press);
      return press.commandId;
    },
    undo(commandId) {
      const press = find(commandId);
      if (!press || (press.state !== "grace" && press.state !== "open")) return;
      clearTimeout(timers.get(commandId));
      drop(commandId);
      pending.remove(commandId).catch(reportError);
    },
    open(commandId) {
      const press = find(commandId);
      if (press?.state !== "grace") return;
      change(commandId, { state: "open" });
      wait({ ...press, until: Date.now() + openMs });
    },
    add(commandId, more) {
      const press = find(commandId);
      if (!press) return;
      clearTimeout(timers.get(commandId));
      change(commandId, { input: { ...press.input, ...more } });
      leave(commandId).catch(reportError);
    },
    forget: drop,
    async restore() {
      const me = useLive.getState().me?.id;
      const kept = await pending.all();
      const mine = kept.filter(({ name, by }) => name === "moment.spot" && by === me);
      const presses = mine.map(pressOf).toReversed();
      await Promise.all(presses.map((press) => pending.put(keptOf(press, null))));
      useSpots.setState((now) => ({ presses: [...now.presses, ...presses] }));
      if (presses.length > 0) retry ??= setInterval(again, retryMs);
    },
  };
}

function find(commandId: string): Press | undefined {
  return useSpots.getState().presses.find((each) => each.commandId === commandId);
}

function change(commandId: string, to: Partial<Press>): void {
  useSpots.setState(({ presses }) => ({
    presses: presses.map((each) => (each.commandId === commandId ? { ...each, ...to } : each)),
  }));
}

function drop(commandId: string): void {
  useSpots.setState(({ presses }) => ({
    presses: presses.filter((each) => each.commandId !== commandId),
  }));
}

function keptOf({ commandId, input }: Press, notBefore: number | null): Kept {
  const by = useLive.getState().me?.id;
  return {
    commandId,
    name: "moment.spot",
    input,
    pressedAt: input.at,
    ...(by && { by }),
    ...(notBefore !== null && { notBefore }),
  };
}

function pressOf({ commandId, input }: Kept): Press {
  return { commandId, input: input as SpotInput, state: "kept", until: 0, why: null };
}
