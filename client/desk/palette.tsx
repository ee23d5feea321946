import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { Snapshot } from "#shared/changes.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { Glyph } from "../ui/glyph.tsx";
import { clockIn } from "../ui/time.ts";
import type { DeskKey } from "./desk-keys.ts";
import { useDesk } from "./desk-store.ts";
import { KeyCaps, useKeyWords } from "./key-caps.tsx";
import { findActs, findMoments, searchMoments } from "./palette-find.ts";
import styles from "./palette.module.css";
import { select } from "./selection.ts";

export type Props = {
  desk: Snapshot;
  keys: readonly DeskKey[];
  /** Every act and the newest moments, or moments alone, however old. */
  on: "everything" | "moments";
};

/** Every act of the desk and its moments, found as they are typed. It publishes nothing. */
export function Palette({ desk, keys, on }: Props) {
  const say = useSay();
  const locale = useLocale();
  const fireKey = useKeyWords("fire");
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const chosen = useRef<(() => void) | null>(null);
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    dialog.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [at, typed]);

  const isSearch = on === "moments";
  const offered = isSearch ? [] : keys.filter(({ choose }) => choose !== null);
  const acts = findActs(
    typed,
    offered.map((key) => ({ key, words: say(key.says) })),
  );
  const moments = isSearch ? searchMoments(typed, desk.moments) : findMoments(typed, desk.moments);
  const title = say(isSearch ? "palette.moments" : "palette.title");
  const count = acts.length + moments.length;
  const runs = [
    ...acts.map(
      ({ key }) =>
        () =>
          choose(key),
    ),
    ...moments.map((moment) => () => {
      select(moment.id);
      useDesk.setState({ pane: "moment" });
    }),
  ];
  // What was chosen acts once the palette is gone: the focus is back where it was.
  const run = (place: number): void => {
    chosen.current = runs[place] ?? null;
    if (chosen.current) dialog.current?.close();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && count > 0) setAt((at + step + count) % count);
    else if (event.key === "Enter") run(at);
    else return;
    event.preventDefault();
  };
  const option = (place: number) => ({
    id: `${id}-${place}`,
    role: "option",
    tabIndex: -1,
    "aria-selected": place === at,
    onMouseDown: (event: { preventDefault: () => void }) => event.preventDefault(),
    onClick: () => run(place),
  });
  return (
    <dialog
      ref={dialog}
      className={styles.palette}
      data-own-keys
      aria-label={title}
      onClose={() => {
        useDesk.setState({ paletteOpen: null });
        chosen.current?.();
      }}
    >
      <input
        type="text"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        maxLength={120}
        aria-label={title}
        aria-autocomplete="list"
        aria-expanded={count > 0}
        aria-controls={`${id}-found`}
        {...(count > 0 && { "aria-activedescendant": `${id}-${at}` })}
        placeholder={say(isSearch ? "palette.name" : "palette.type")}
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- no list of the browser’s shows keys beside words */}
      <div id={`${id}-found`} role="listbox" aria-label={title} hidden={count === 0}>
        {acts.map(({ key, words }, place) => (
          <div key={key.id} data-act={key.id} {...option(place)}>
            <span>{words}</span>
            <span aria-hidden="true">
              <KeyCaps of={key.id} />
            </span>
          </div>
        ))}
        {moments.map((moment, place) => (
          <div key={moment.id} data-found={moment.id} {...option(acts.length + place)}>
            <Glyph name={moment.kind} size={14} />
            <span>{moment.headline[locale]}</span>
            <time>{clockIn(desk.campaign.venueZone, moment.occurredAt)}</time>
          </div>
        ))}
      </div>
      {count === 0 && (
        <output>
          {say(isSearch ? "palette.noMoment" : "palette.none", { typed: typed.trim() })}
        </output>
      )}
      <small>{say("palette.safe", { key: fireKey })}</small>
    </dialog>
  );
}

/** As its key does; a key that asks where it was pressed was pressed nowhere. */
function choose(key: DeskKey): void {
  if (key.choose) key.choose();
  else key.act(new window.KeyboardEvent("keydown"));
}
