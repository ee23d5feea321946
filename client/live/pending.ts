/**
 * Orders given and not yet answered, kept across reloads and crashes of the page, so that the same order (same
 * commandId) can be asked again and never becomes a second one. A browser without storage keeps them for the visit.
 */
import type { Envelope } from "#shared/protocol.ts";
import { done, openShelf, type Shelf } from "./database.ts";

/** `by`: whose it is, where it may wait for long. `notBefore`: until then it can be taken back here (epoch ms, this console's clock). */
export type Kept = Envelope & { by?: string; notBefore?: number };

export type Pending = {
  put: (kept: Kept) => Promise<void>;
  remove: (commandId: string) => Promise<void>;
  /** In the order they were pressed. */
  all: () => Promise<Kept[]>;
};

/** Opens the store; falls back to memory when the browser refuses. */
export async function openPending(): Promise<Pending> {
  try {
    return onShelf(await openShelf("rebond", "commands", "commandId"));
  } catch {
    return inMemory();
  }
}

function inMemory(): Pending {
  const kept = new Map<string, Kept>();
  return {
    put: async (one) => void kept.set(one.commandId, one),
    remove: async (commandId) => void kept.delete(commandId),
    all: async () => inOrder([...kept.values()]),
  };
}

function onShelf(shelf: Shelf): Pending {
  return {
    put: async (kept) => {
      await done(shelf("readwrite").put(kept));
    },
    remove: async (commandId) => {
      await done(shelf("readwrite").delete(commandId));
    },
    all: async () => inOrder(await done<Kept[]>(shelf("readonly").getAll())),
  };
}

function inOrder(kept: Kept[]): Kept[] {
  return kept.toSorted((a, b) => Date.parse(a.pressedAt ?? "") - Date.parse(b.pressedAt ?? ""));
}
