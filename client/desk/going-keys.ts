/** The keys that go somewhere: to what waits for a person, to a sheet, to another screen. None of them publishes. */
import { flushSync } from "react-dom";
import { navigate } from "wouter/use-browser-location";
import { may } from "#shared/roles.ts";
import { check, firstInDoubt } from "../live/in-doubt.ts";
import { useLive } from "../live/store.ts";
import { switchLocale } from "../messages/words.tsx";
import type { Key } from "../ui/keys.ts";
import { switchTheme } from "../ui/theme.ts";
import { askedOfMe } from "./awaiting.ts";
import { useDesk } from "./desk-store.ts";
import { openRetract } from "./retracting.ts";
import { seePicture } from "./see-picture.ts";
import { select } from "./selection.ts";
import { untrueMoments } from "./untrue.ts";
import type { KeyId } from "./key-table.ts";

/** Where the focus rests after a decision in the tray: Enter there publishes nothing. */
export const resting = "[data-rest]";

/**
 * To the first of what was missed; Enter there sends it, Tab goes on to the other ways out. At once, and to the rail
 * where nothing is missed any more: an Enter meant for the tray publishes nothing.
 */
function toMissed(): void {
  flushSync(() => useDesk.setState({ pane: "rail" }));
  const first = document.querySelector<HTMLElement>("[data-section=missed] [data-send]");
  (first ?? document.querySelector<HTMLElement>(resting))?.focus();
}

/** Opens the card of what a person is asked about, else of what is still looked for. Nothing in it acts on a first press. */
function toDoubt(): void {
  const first = firstInDoubt(useLive.getState().desk?.deliveries ?? []);
  if (first) return check(first.id);
  flushSync(() => useDesk.setState({ pane: "rail" }));
  document.querySelector<HTMLElement>(resting)?.focus();
}

/** Whoever may say what they see has the spotter's keys at hand. */
function openSpotter(): void {
  const { me } = useLive.getState();
  if (me && may(me.role, "spot")) useDesk.setState({ spotterOpen: true });
}

/** Whom the desk looks for is the producer's to say. */
function openWatch(): void {
  const { me } = useLive.getState();
  if (me && may(me.role, "produce")) useDesk.setState({ watchOpen: true });
}

/** What one editor alone does not publish is the producer's to say. */
function openCharter(): void {
  const { me } = useLive.getState();
  if (me && may(me.role, "produce")) useDesk.setState({ charterOpen: true });
}

/** Opens what a colleague asked first, to be read; else to the rail. */
function toAwaiting(): void {
  const { me, desk } = useLive.getState();
  const [first] = me && desk && may(me.role, "fire") ? askedOfMe(desk, me.id) : [];
  if (first) return useDesk.setState({ approving: first.post.id });
  flushSync(() => useDesk.setState({ pane: "rail" }));
  document.querySelector<HTMLElement>(resting)?.focus();
}

/** Opens what can be taken back of the moment that is selected, else of what is untrue the longest. */
function toRetract(): void {
  const { me, desk } = useLive.getState();
  if (!me || !desk || !may(me.role, "fire")) return;
  const untrue = untrueMoments(desk);
  const { selectedId } = useDesk.getState();
  const one = untrue.find(({ moment }) => moment.id === selectedId) ?? untrue[0];
  if (!one) return;
  select(one.moment.id);
  openRetract(one.deliveryIds);
}

/** What an act of the desk does, whatever key it has. */
export type ActByKey = Omit<Key<KeyId>, "id" | "on">;

/** The acts that go somewhere, by the key that calls them. */
export function goingKeys() {
  return {
    missed: {
      says: "key.missed",
      act: toMissed,
    },
    verify: {
      says: "key.verify",
      act: toDoubt,
    },
    approve: {
      says: "key.approve",
      act: toAwaiting,
    },
    retract: {
      says: "key.retract",
      act: toRetract,
    },
    spot: {
      says: "key.spot",
      legend: "key.spot.short",
      act: openSpotter,
    },
    seen: {
      // From the palette it would be seconds late.
      choose: null,
      says: "key.seen",
      act: seePicture,
    },
    rundown: {
      says: "key.rundown",
      act: () => navigate("/rundown"),
    },
    queue: {
      says: "key.queue",
      act: () => navigate("/queue"),
    },
    watch: {
      says: "key.watch",
      act: openWatch,
    },
    charter: {
      says: "key.charter",
      act: openCharter,
    },
    accounts: {
      says: "key.accounts",
      act: () => useDesk.setState({ holdsOpen: true }),
    },
    feeds: {
      says: "key.feeds",
      act: () => useDesk.setState({ feedsOpen: true }),
    },
    attention: {
      says: "key.attention",
      act: () => useDesk.setState({ attentionOpen: true }),
    },
    theme: { says: "key.theme", act: switchTheme },
    language: { says: "key.language", act: switchLocale },
    palette: {
      choose: null,
      says: "key.palette",
      legend: "key.palette.short",
      act: () => useDesk.setState({ paletteOpen: "everything" }),
    },
  } satisfies Partial<Record<KeyId, ActByKey>>;
}
