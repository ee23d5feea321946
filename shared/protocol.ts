/** The socket contract: one event up, three down. Bump `protocol` when an older console could misread a frame. */
import { z } from "zod";
import type { Change, Snapshot } from "./changes.ts";
import type { Reply } from "./result.ts";

export const protocol = 3;

/** What a console says of itself when it connects: its protocol and how far it has read (nulls when it has nothing). */
export const handshake = z.object({
  protocol: z.number().int(),
  epoch: z.uuid().nullable(),
  seq: z.number().int().nonnegative().nullable(),
});
export type Handshake = z.infer<typeof handshake>;

/** A run of changes with consecutive seqs; `head` is the newest the server knows, so a console can say how far behind it is. */
export type Frame = { epoch: string; head: number; changes: Change[] };

/** Sent every second or two, and at once when someone comes or goes: the heartbeat, the server's clock, feed ages. */
export type Presence = {
  at: string;
  people: { id: string; name: string }[];
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
};
export type ServerToClient = {
  snapshot: (snapshot: Snapshot) => void;
  changes: (frame: Frame) => void;
  presence: (presence: Presence) => void;
};

/** Why a connection was refused (`connect_error.data.code`). */
export const refusedConnections = ["clientTooOld", "signedOut", "badHandshake"] as const;
export type RefusedConnection = (typeof refusedConnections)[number];
