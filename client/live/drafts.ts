/**
 * Words being written on the desk, kept in this browser at each key: a crash or a reload of the tab loses none. One draft
 * for each person, moment and reaction; the newest stay. A browser without storage keeps them for the visit.
 */
import { create } from "zustand";
import { done, openShelf, type Shelf } from "./database.ts";
import { useLive } from "./store.ts";

export type Draft = {
  key: string;
  /** When its last word was written, epoch ms of the server's clock, and at which version of its moment. */
  at: number;
  momentVersion: number;
  /** The words as they were typed, by place (an account and a language). */
  words: Readonly<Record<string, string>>;
};

const most = 50;

/** Every draft kept, newest first. */
export const useDrafts = create<{ kept: readonly Draft[] }>(() => ({ kept: [] }));

/** The key of one's own draft about a moment, with which reaction (null: by hand). */
export function draftKey(momentId: string, templateId: string | null): string {
  return [useLive.getState().me?.id, momentId, templateId ?? "by hand"].join(" ");
}

const opened: Promise<Shelf | null> = openShelf("rebond-drafts", "drafts", "key").catch(() => null);

/** Takes up what an earlier visit left. */
export async function recallDrafts(): Promise<void> {
  const shelf = await opened;
  if (!shelf) return;
  const found = await done<Draft[]>(shelf("readonly").getAll());
  const mine = useDrafts.getState().kept;
  keep([...mine, ...found.filter(({ key }) => !mine.some((each) => each.key === key))]);
}

/** Keeps a draft in the place of what was kept under its key. */
export function keepDraft(draft: Draft): void {
  const others = useDrafts.getState().kept.filter(({ key }) => key !== draft.key);
  keep([draft, ...others]);
  write((shelf) => shelf.put(draft));
}

/** Forgets a draft: its words were said, or nobody wants them. */
export function dropDraft(key: string): void {
  useDrafts.setState(({ kept }) => ({ kept: kept.filter((each) => each.key !== key) }));
  write((shelf) => shelf.delete(key));
}

function keep(drafts: readonly Draft[]): void {
  const newest = drafts.toSorted((a, b) => b.at - a.at);
  useDrafts.setState({ kept: newest.slice(0, most) });
  for (const { key } of newest.slice(most)) write((shelf) => shelf.delete(key));
}

/** A storage that fails costs only what a reload would have brought back. */
function write<Value>(act: (store: IDBObjectStore) => IDBRequest<Value>): void {
  opened
    .then((shelf) => shelf && done(act(shelf("readwrite"))))
    .catch((error: unknown) => reportError(error));
}
