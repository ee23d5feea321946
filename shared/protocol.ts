/** The socket contract: two events up, three down. Bump `protocol` when an older console could misread a frame. */
import { z } from "zod";
import type { Change, Snapshot } from "./changes.ts";
import type { Reply } from "./result.ts";

export const protocol = 4;

/** What a console says of itself when it connects: its protocol and how far it has read (nulls when it has nothing). */
export const handshake = z.object({
  protocol: z.number().int(),
  epoch: z.uuid().nullable(),
  seq: z.number().int().nonnegative().nullable(),
});
export type Handshake = z.infer<typeof handshake>;

/** A run of changes with consecutive seqs; `head` is the newest the server knows, so a console can say how far behind it is. */
export type Frame = { epoch: string; head: number; changes: Change[] };

/** A worker, as its last heartbeat says. Offsets are its clock, and the networks', less the database's; null before they are known. */
export type WorkerSeen = {
  id: string;
  name: string;
  seenAt: string;
  /** Since when its queue does not answer; null when it does. */
  queueAwaySince: string | null;
  databaseOffsetMs: number | null;
  networkOffsetMs: number | null;
  /** Its clocks differ by so much that it sends nothing planned by itself. */
  stopped: boolean;
};

/** Until when an account's own spacing, its network's budget and its network's last word bind it; null or past where they do not. */
export type AccountPace = {
  id: string;
  spacedUntil: string | null;
  /** When a budget that is used up from now on would be whole again: what is left of that span is what is used. */
  budgetUntil: string | null;
  blockedUntil: string | null;
};

/** What a person looks at: the moment that is open on their screen, and whether they are writing in its texts. */
export const attending = z.strictObject({ momentId: z.uuid().nullable(), writing: z.boolean() });
export type Attending = z.infer<typeof attending>;

/** Somebody at the desk, on whichever screen of theirs says most. Never any of their words. */
export type Present = { id: string; name: string } & Attending;

/**
 * Sent every second or two, and at once when someone comes or goes: the heartbeat, the clock that decides, feed ages. Its
 * instants are all by the record's clock, so that they can be compared; `at` is now, as nearly as the server knows it.
 */
export type Presence = {
  at: string;
  /** When the record last answered the server: beyond a few seconds nothing can be decided or sent. */
  recordAt: string;
  /** For how long the oldest due delivery has waited to be taken up, milliseconds; 0 when none does. */
  overdueMs: number;
  workers: WorkerSeen[];
  /** Accounts that something binds now. */
  paces: AccountPace[];
  /** Where the queue lives. */
  queue: "redis" | "postgres";
  people: Present[];
  feeds: { id: string; lastMessageAt: string | null }[];
};

/** A command as it travels. `commandId` is minted when the reaction is armed; the same id is the same intent. */
export const envelope = z.object({
  commandId: z.uuid(),
  name: z.string().max(60),
  input: z.unknown(),
  /** Console clock at the key press (ISO), for press → public; never used to decide anything. */
  pressedAt: z.iso.datetime({ offset: true }).optional(),
});
export type Envelope = z.infer<typeof envelope>;

export type ClientToServer = {
  command: (envelope: Envelope, reply: (reply: Reply<unknown>) => void) => void;
  /** Said when it changes, and again after each connection. */
  attending: (attending: Attending) => void;
};
export type ServerToClient = {
  snapshot: (snapshot: Snapshot) => void;
  changes: (frame: Frame) => void;
  presence: (presence: Presence) => void;
};

/** Why a connection was refused (`connect_error.data.code`). */
export const refusedConnections = ["clientTooOld", "signedOut", "badHandshake"] as const;
export type RefusedConnection = (typeof refusedConnections)[number];
