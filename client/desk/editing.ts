/** Writing in the previews: the prepared words are a start, and the editor's replace them (UX §2.1: E, Ctrl+Enter, Esc). */
import { flushSync } from "react-dom";
import { draftKey, dropDraft, type Draft, keepDraft, useDrafts } from "../live/drafts.ts";
import type { Orders } from "../live/orders.ts";
import { serverNow } from "../live/store.ts";
import { confirm, fire } from "./arm.ts";
import { type Armed, useDesk } from "./desk-store.ts";
import { isDeliberate } from "./may-fire.ts";
import { revealNext } from "./reveal.ts";
import { isEdited, placeOf, withWords, written } from "./written.ts";

/** How long after the last key the server is asked for its bytes. */
const quietMs = 250;

export type Place = Parameters<typeof placeOf>[0];

export type Editing = {
  /** Opens the texts of what is armed, with the draft that waits for it, and goes into one: the first, or the one named. */
  open: (place?: Place) => void;
  write: (place: Place, text: string) => void;
  /** Takes up the draft without opening the texts. */
  takeUp: (draft: Draft) => void;
  /** Back to the prepared words; the draft goes. */
  putBack: () => void;
  /** Back to the desk's keys; the words stay, armed. */
  leave: () => void;
  /** Publishes from the text, once the server has the very words. */
  fire: () => Promise<void>;
};

/** Whose words wait for what is armed; null where there are none, or they are in it. */
export function draftFor(armed: Armed, drafts: readonly Draft[]): Draft | null {
  if (isEdited(armed)) return null;
  const key = draftKey(armed.momentId, armed.templateId);
  return drafts.find((each) => each.key === key) ?? null;
}

export function createEditing(orders: Orders): Editing {
  let asking: ReturnType<typeof setTimeout> | undefined;
  const ask = (): void => {
    clearTimeout(asking);
    const { armed } = useDesk.getState();
    if (armed?.phase === "arming" && armed.accounts.length > 0)
      confirm(orders, armed).catch(reportError);
  };
  const askSoon = (): void => {
    clearTimeout(asking);
    asking = setTimeout(ask, quietMs);
  };
  const takeUp = (draft: Draft): void => {
    const { armed } = useDesk.getState();
    if (!armed || armed.phase === "firing") return;
    useDesk.setState({ armed: withWords(armed, draft.words) });
    ask();
  };
  return {
    open(place) {
      const { armed } = useDesk.getState();
      if (!armed || armed.phase === "firing") return;
      const draft = draftFor(armed, useDrafts.getState().kept);
      flushSync(() => useDesk.setState({ armed: { ...armed, editing: true, released: true } }));
      if (draft) flushSync(() => takeUp(draft));
      focusField(place);
    },
    write(place, text) {
      const { armed } = useDesk.getState();
      if (!armed?.editing) return;
      const next = written(armed, place, text);
      useDesk.setState({ armed: next, notice: next.phase === "stale" ? keptNotice() : null });
      keep(next);
      askSoon();
    },
    takeUp,
    putBack() {
      const { armed } = useDesk.getState();
      if (!armed || armed.phase === "firing") return;
      dropDraft(draftKey(armed.momentId, armed.templateId));
      useDesk.setState({ armed: withWords(armed, {}) });
      ask();
      if (armed.editing) focusField();
    },
    leave() {
      const { armed } = useDesk.getState();
      if (!armed?.editing) return;
      const kept = { ...armed, editing: false, armedAt: performance.now() };
      useDesk.setState({ armed: armed.phase === "stale" ? null : kept });
      ask();
    },
    async fire() {
      const { armed } = useDesk.getState();
      if (!armed || !isDeliberate({ repeat: false, isComposing: false }, armed, performance.now()))
        return;
      clearTimeout(asking);
      if (armed.phase === "arming") await confirm(orders, armed);
      const { armed: now, hiddenCards } = useDesk.getState();
      if (now?.commandId !== armed.commandId || !saysTheSame(now, armed)) return;
      if (hiddenCards > 0 && revealNext()) return;
      await fire(orders);
    },
  };
}

function keptNotice() {
  return useDesk.getState().notice;
}

/** Words typed are kept at once; words taken back to what was prepared are not a draft. */
function keep(armed: Armed): void {
  const key = draftKey(armed.momentId, armed.templateId);
  if (!isEdited(armed)) return dropDraft(key);
  const { momentVersion, words } = armed;
  keepDraft({ key, at: serverNow(), momentVersion, words });
}

/** The server typesets as this page does; were it otherwise, its words are looked at first. */
function saysTheSame(now: Armed, before: Armed): boolean {
  const shown = new Map(before.renderings.map((each) => [placeOf(each), each.text]));
  return now.renderings.every((each) => each.text === shown.get(placeOf(each)));
}

/** Into a text, its end first. */
function focusField(place?: Place): void {
  const fields = [...document.querySelectorAll<HTMLTextAreaElement>("[data-field]")];
  const field =
    fields.find((each) => place && each.dataset["field"] === placeOf(place)) ?? fields[0];
  field?.focus();
  field?.setSelectionRange(field.value.length, field.value.length);
}
