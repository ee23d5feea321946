/** A state of the desk, named, and the sentence it must say. */
import type { Snapshot } from "#shared/changes.ts";
import type { Person } from "#shared/campaigns.ts";
import type { Bilingual } from "#shared/locales.ts";
import type { Acts } from "../desk/acts.ts";
import type { useDesk } from "../desk/desk-store.ts";
import type { useLive } from "../live/store.ts";

export type Scene = {
  desk: Snapshot | null;
  me?: Person;
  /** Of what the connection knows: what is not as on a calm evening. */
  live?: Partial<ReturnType<typeof useLive.getState>>;
  /** What this editor did before. */
  console?: Partial<ReturnType<typeof useDesk.getState>>;
  /** The card of a delivery in doubt that is open. */
  checking?: string;
  /** What lies over the desk, or stands in its place. */
  screen?: "queue" | "rundown" | "spotter" | "signedOut" | "waiting" | "broken";
  /** What the editor does once the desk stands. */
  press?: (acts: Acts) => void;
  /** The heartbeat has stopped. */
  silent?: boolean;
};

export type Story = {
  /** As in its address: `/stories#quiet-feed`. */
  name: string;
  says: Bilingual;
  /** Begins at `now`, epoch ms. */
  scene: (now: number) => Scene;
};
