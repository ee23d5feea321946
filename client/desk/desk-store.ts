/** What this editor is doing: where they look and what they have armed. Only key presses and clicks move it. */
import { create } from "zustand";
import type { Account } from "#shared/campaigns.ts";
import type { Rendering } from "#shared/commands.ts";
import type { RefusalCode } from "#shared/errors.ts";
import type { Bilingual } from "#shared/locales.ts";
import type { Lens } from "./feed-list.ts";

/**
 * An armed reaction. `commandId` is minted here, so that however often Enter is pressed it is one intent. `renderings`
 * are ours until `phase` is ready, then the server's: only those have hashes. `armedAt` is a monotonic instant, ms.
 * `stale`: it can leave no more, and stays only for whoever is writing in it.
 */
export type Armed = {
  commandId: string;
  momentId: string;
  momentVersion: number;
  momentHeadline: Bilingual;
  /** Null where every word is the editor's. */
  templateId: string | null;
  /** What will be sent, and where: one rendering per account and language. */
  accounts: Account[];
  renderings: Rendering[];
  /** What the editor left out of it, shown beside. */
  leftOut: Account[];
  leftOutRenderings: Rendering[];
  /** The template's words for each of them, as rendered here. */
  prepared: Rendering[];
  /** The editor's words in their place, as typed, by `placeOf`. */
  words: Words;
  /** The texts are open for writing. */
  editing: boolean;
  phase: "arming" | "ready" | "firing" | "stale";
  armedAt: number;
  /** The key that armed it was let go. */
  released: boolean;
};

export type Words = Readonly<Record<string, string>>;

/**
 * What stays of it when it can leave no more: nothing, but the fields under the hands of somebody who writes. Were they
 * taken away, the next letters would be keys of the desk.
 */
export function laidDown(armed: Armed): Armed | null {
  return armed.editing ? { ...armed, phase: "stale" } : null;
}

/** Every account of what is armed, sent to or left out, in the order the previews keep. */
export function armedAccounts({ accounts, leftOut }: Armed): Account[] {
  return [...accounts, ...leftOut].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** What the fire bar says when something did not go as asked. */
export type Notice =
  | { kind: "refused"; code: RefusalCode | "unanswered"; message: string | null }
  | { kind: "sameWords"; account: string; by: string | null; at: string }
  /** What was `said` there is nearly what would be said `now`: it leaves only with a reason. */
  | { kind: "nearWords"; account: string; by: string | null; at: string; said: string; now: string }
  | { kind: "changed"; from: number; to: number; before: Bilingual; after: Bilingual }
  | { kind: "takenOver"; by: string }
  | { kind: "undoneLate"; count: number }
  | { kind: "holdPlaced"; leaving: number }
  | { kind: "pictureSeen"; delayMs: number; presses: number }
  | { kind: "sentAll"; deliveries: readonly string[] };

/** An order given whose post is not on the desk yet. `givenAt` is the server's clock, epoch ms. */
export type Underway = {
  commandId: string;
  momentId: string;
  templateId: string | null;
  title: string;
  count: number;
  givenAt: number;
  state: "asked" | "unanswered" | "unknown" | "answered";
  postId: string | null;
};

export type Pane = "moments" | "moment" | "rail";

type Desk = {
  lens: Lens;
  selectedId: string | null;
  /** Bursts whose moments are shown one by one. */
  opened: ReadonlySet<string>;
  /** Ids on show while the list is frozen. */
  frozen: readonly string[] | null;
  armed: Armed | null;
  notice: Notice | null;
  underway: readonly Underway[];
  /** The moment this console has taken; the server's claims say whether it stands. */
  taken: string | null;
  /** Cards that will leave and have not been wholly in view since they were armed: Enter shows them before it fires. */
  hiddenCards: number;
  sheetOpen: boolean;
  /** What the palette is open on. */
  paletteOpen: "everything" | "moments" | null;
  /** The sheet of holds and accounts is open. */
  holdsOpen: boolean;
  /** The sheet of feeds is open. */
  feedsOpen: boolean;
  /** The sheet of whom to look for is open. */
  watchOpen: boolean;
  /** The sheet of what needs two people is open. */
  charterOpen: boolean;
  /** The sheet of sounds and notifications is open. */
  attentionOpen: boolean;
  /** The sheet of modes is open. */
  modeOpen: boolean;
  /** The post whose request is open to be read. */
  approving: string | null;
  /** The public deliveries whose taking back is open to be decided. */
  retracting: readonly string[] | null;
  /** The spotter's panel is open. */
  spotterOpen: boolean;
  /** Posts this console sent after they were missed: Z takes the last one back like any other. */
  sentNow: ReadonlySet<string>;
  /** Which column a narrow screen shows. */
  pane: Pane;
};

export const useDesk = create<Desk>(() => ({
  lens: "handle",
  selectedId: null,
  frozen: null,
  opened: new Set(),
  armed: null,
  notice: null,
  underway: [],
  taken: null,
  hiddenCards: 0,
  sheetOpen: false,
  paletteOpen: null,
  holdsOpen: false,
  feedsOpen: false,
  watchOpen: false,
  charterOpen: false,
  attentionOpen: false,
  modeOpen: false,
  approving: null,
  retracting: null,
  spotterOpen: false,
  sentNow: new Set(),
  pane: "moments",
}));
