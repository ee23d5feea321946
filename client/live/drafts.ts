/**
 * Words being written on the desk, kept in this browser at each key: a crash or a reload of the tab loses none. One draft
 * for each person, moment and reaction; the newest stay. A browser without storage keeps them for the visit.
 * In localStorage, because that keeps a word before the next key: a page that goes away takes an open write of the
 * browser's database with it.
 */
import { create } from "zustand";
import { useLive } from "./store.ts";

export type Draft = {
  readonly key: string;
  /** When its last word was written, epoch ms of the server's clock, and at which version of its moment. */
  readonly at: number;
  readonly momentVersion: number;
  /** The words as they were typed, by place (an account and a language). */
  readonly words: Readonly<Record<string, string>>;
};

const most = 50;
const rememberedAs = "rebond.draft ";

/** Every draft kept, newest first. */
export const useDrafts = create<{ kept: readonly Draft[] }>(() => ({ kept: newest(recall()) }));

/** The key of one's own draft about a moment, with which reaction (null: by hand). */
export function draftKey(momentId: string, templateId: string | null): string {
  return [useLive.getState().me?.id, momentId, templateId ?? "by hand"].join(" ");
}

/** Keeps a draft in the place of what was kept under its key. */
export function keepDraft(draft: Draft): void {
  const others = useDrafts.getState().kept.filter(({ key }) => key !== draft.key);
  useDrafts.setState({ kept: newest([draft, ...others]) });
  stored((storage) => storage.setItem(rememberedAs + draft.key, JSON.stringify(draft)));
}

/** Forgets a draft: its words were said, or nobody wants them. */
export function dropDraft(key: string): void {
  useDrafts.setState(({ kept }) => ({ kept: kept.filter((each) => each.key !== key) }));
  stored((storage) => storage.removeItem(rememberedAs + key));
}

/** What this visit and earlier ones left; what is none of ours, or no longer one, is passed over. */
function recall(): Draft[] {
  const found: Draft[] = [];
  stored((storage) => {
    for (const name of Object.keys(storage).filter((each) => each.startsWith(rememberedAs))) {
      const draft = parsed(storage.getItem(name));
      if (isDraft(draft)) found.push(draft);
    }
  });
  return found;
}

/** The newest of them; the rest is forgotten in the storage too. */
function newest(drafts: readonly Draft[]): Draft[] {
  const sorted = drafts.toSorted((a, b) => b.at - a.at);
  for (const { key } of sorted.slice(most))
    stored((storage) => storage.removeItem(rememberedAs + key));
  return sorted.slice(0, most);
}

function isDraft(found: unknown): found is Draft {
  const { key, at, momentVersion, words } = (found ?? {}) as Partial<Draft>;
  if (typeof key !== "string" || typeof at !== "number" || typeof momentVersion !== "number")
    return false;
  return Object.values(words ?? { none: 0 }).every((each) => typeof each === "string");
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return null;
  }
}

/** A storage that is full, or refused, costs only what a reload would have brought back. */
function stored(act: (storage: Storage) => void): void {
  try {
    act(localStorage);
  } catch {
    // Kept for this visit only.
  }
}
