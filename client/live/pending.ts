/**
 * Orders given and not yet answered, kept across reloads and crashes of the page, so that the same order (same
 * commandId) can be asked again and never becomes a second one. A browser without storage keeps them for the visit.
 */
import type { Envelope } from "#shared/protocol.ts";

export type Pending = {
  put: (envelope: Envelope) => Promise<void>;
  remove: (commandId: string) => Promise<void>;
  all: () => Promise<Envelope[]>;
};

const shelf = "commands";

/** Opens the store; falls back to memory when the browser refuses. */
export async function openPending(): Promise<Pending> {
  try {
    return onDatabase(await openDatabase());
  } catch {
    return inMemory();
  }
}

function inMemory(): Pending {
  const kept = new Map<string, Envelope>();
  return {
    put: async (envelope) => void kept.set(envelope.commandId, envelope),
    remove: async (commandId) => void kept.delete(commandId),
    all: async () => [...kept.values()],
  };
}

function onDatabase(database: IDBDatabase): Pending {
  const store = (mode: IDBTransactionMode): IDBObjectStore =>
    database.transaction(shelf, mode).objectStore(shelf);
  return {
    put: async (envelope) => {
      await done(store("readwrite").put(envelope));
    },
    remove: async (commandId) => {
      await done(store("readwrite").delete(commandId));
    },
    all: () => done<Envelope[]>(store("readonly").getAll()),
  };
}

async function openDatabase(): Promise<IDBDatabase> {
  const opening = indexedDB.open("rebond", 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(shelf, { keyPath: "commandId" });
  };
  return done(opening);
}

function done<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the browser's storage failed"));
  });
}
