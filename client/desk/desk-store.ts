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
 */
export type Armed = {
  commandId: string;
  momentId: string;
  momentVersion: number;
  momentHeadline: Bilingual;
  templateId: string;
  /** What will be sent, and where: one rendering per account and language. */
  accounts: Account[];
  renderings: Rendering[];
  /** What the editor left out of it, shown beside. */
  leftOut: Account[];
  leftOutRenderings: Rendering[];
  phase: "arming" | "ready" | "firing";
  armedAt: number;
  /** The key that armed it was let go. */
  released: boolean;
};

/** Every account of what is armed, sent to or left out, in the order the previews keep. */
export function armedAccounts({ accounts, leftOut }: Armed): Account[] {
  return [...accounts, ...leftOut].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** What the fire bar says when something did not go as asked. */
export type Notice =
  | { kind: "refused"; code: RefusalCode | "unanswered"; message: string | null }
  | { kind: "changed"; from: number; to: number; before: Bilingual; after: Bilingual }
  | { kind: "takenOver"; by: string }
  | { kind: "undoneLate"; count: number }
  | { kind: "holdPlaced"; leaving: number };

/** An order given whose post is not on the desk yet. `givenAt` is the server's clock, epoch ms. */
export type Underway = {
  commandId: string;
  momentId: string;
  templateId: string;
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
  /** Posts this console sent after they were missed: Z takes the last one back like any other. */
  sentNow: ReadonlySet<string>;
  /** Which column a narrow screen shows. */
  pane: Pane;
};

export const useDesk = create<Desk>(() => ({
  lens: "handle",
  selectedId: null,
  frozen: null,
  armed: null,
  notice: null,
  underway: [],
  taken: null,
  hiddenCards: 0,
  sheetOpen: false,
  sentNow: new Set(),
  pane: "moments",
}));
