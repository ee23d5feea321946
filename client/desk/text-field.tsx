import type { KeyboardEvent } from "react";
import type { Rendering } from "#shared/commands.ts";
import { longestEdit } from "#shared/edits.ts";
import type { Acts } from "./acts.ts";
import styles from "./text-field.module.css";
import { placeOf } from "./written.ts";

type Props = { rendering: Rendering; typed: string; label: string; acts: Acts };

/** One text, open for writing: plain characters, and the desk's keys are letters here. */
export function TextField({ rendering, typed, label, acts }: Props) {
  return (
    <textarea
      className={styles.field}
      data-field={placeOf(rendering)}
      lang={rendering.locale}
      dir="auto"
      spellCheck
      rows={4}
      maxLength={longestEdit}
      value={typed}
      aria-label={label}
      aria-keyshortcuts="Control+Enter Escape"
      onChange={(event) => acts.editing.write(rendering, event.target.value)}
      onKeyDown={(event) => press(event, acts)}
    />
  );
}

/** Enter is a new line; with Ctrl it publishes what is written. */
function press(event: KeyboardEvent<HTMLTextAreaElement>, acts: Acts): void {
  const { isComposing, repeat } = event.nativeEvent;
  if (isComposing) return;
  if (event.key === "Escape") {
    event.currentTarget.blur();
    acts.editing.leave();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    if (!repeat) acts.fireText();
  }
}
