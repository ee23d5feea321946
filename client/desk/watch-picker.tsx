import { type KeyboardEvent, useId, useRef, useState } from "react";
import { useSay } from "../messages/words.tsx";
import form from "../ui/form.module.css";
import { Glyph } from "../ui/glyph.tsx";
import type { Found } from "./watch.ts";
import styles from "./watch-sheet.module.css";

type Props = {
  label: string;
  how: string;
  isFirst?: boolean;
  chosen: readonly Found[];
  find: (typed: string) => Found[];
  /** Why nothing is found, in words. */
  none: (typed: string) => string;
  /** Answers why not, in words; null when done. */
  onAdd: (value: string) => Promise<string | null>;
  onRemove: (value: string) => Promise<string | null>;
};

/** Those chosen, each with the way to take it out; and a field that finds others as they are typed. */
export function WatchPicker({
  label,
  how,
  isFirst = false,
  chosen,
  find,
  none,
  onAdd,
  onRemove,
}: Props) {
  const say = useSay();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const [said, setSaid] = useState<string | null>(null);
  const found = find(typed);
  const isOpen = found.length > 0;
  const tell = (asked: Promise<string | null>): void => {
    asked.then(setSaid).catch(reportError);
  };
  const write = (text: string): void => {
    setTyped(text);
    setAt(0);
    setSaid(null);
  };
  const add = (one: Found | undefined): void => {
    if (!one) return setSaid(typed.trim() ? none(typed) : null);
    write("");
    tell(onAdd(one.value));
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && isOpen) setAt((at + step + found.length) % found.length);
    else if (event.key === "Enter") add(found[at]);
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles.picker}>
      <div className={form.field}>
        <label htmlFor={id}>{label}</label>
        <small id={`${id}-how`}>{how}</small>
        <Chosen
          label={label}
          chosen={chosen}
          onRemove={(value) => {
            tell(onRemove(value));
            field.current?.focus();
          }}
        />
        <input
          ref={field}
          id={id}
          type="text"
          role="combobox"
          autoComplete="off"
          spellCheck={false}
          maxLength={120}
          {...(isFirst && { "data-first": true })}
          aria-autocomplete="list"
          aria-expanded={isOpen}
          aria-controls={`${id}-found`}
          aria-describedby={`${id}-how`}
          aria-invalid={said !== null}
          {...(isOpen && { "aria-activedescendant": `${id}-${at}` })}
          placeholder={say("watch.add")}
          value={typed}
          onChange={({ target }) => write(target.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- no list of the browser’s has codes beside names */}
      <div id={`${id}-found`} role="listbox" aria-label={label} hidden={!isOpen}>
        {found.map((each, place) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the field has the focus, and answers the keys
          <div
            key={each.value}
            id={`${id}-${place}`}
            // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- as its list
            role="option"
            tabIndex={-1}
            aria-selected={place === at}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => add(each)}
          >
            {each.name} <small>{each.note}</small>
          </div>
        ))}
      </div>
      {said && (
        <p className={form.said} role="alert">
          {said}
        </p>
      )}
    </div>
  );
}

type ChosenProps = { label: string; chosen: readonly Found[]; onRemove: (value: string) => void };

function Chosen({ label, chosen, onRemove }: ChosenProps) {
  const say = useSay();
  if (chosen.length === 0) return null;
  return (
    <ul className={styles.chosen} aria-label={label}>
      {chosen.map(({ value, name, note }) => (
        <li key={value} data-value={value}>
          {name} {note && <small>{note}</small>}
          <button
            type="button"
            aria-label={say("watch.remove", { name })}
            onClick={() => onRemove(value)}
          >
            <Glyph name="cross" size={10} />
          </button>
        </li>
      ))}
    </ul>
  );
}
