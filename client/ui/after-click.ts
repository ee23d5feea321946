import type { MouseEvent } from "react";

/** After a click, Enter belongs to the desk again, not to the button; one pressed by key keeps it. */
export function giveBackKeys(event: MouseEvent<HTMLElement>): void {
  if (event.detail > 0) event.currentTarget.blur();
}
