/** Codes of units: as feeds pad them, and as a sheet writes them. */

/** A code without the dashes that pad it to its length. */
export function bareCode(code: string): string {
  return code.replace(/-+$/, "");
}

/**
 * What a sheet may call the unit that a schedule moment is about: its code, with or without the competition ahead of it.
 * A moment of a feed without codes of its own for units is known by its event's.
 */
export function codesOf({ key, eventCode }: { key: string; eventCode: string }): string[] {
  const [, code = eventCode] = /^schedule:(.+)$/.exec(key) ?? [];
  return [...new Set([code, code.slice(code.indexOf("/") + 1)].map(bareCode))];
}
