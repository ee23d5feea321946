/** Names that two feeds share where their codes differ: spelling, order and accents do not count. */

/** `Women's 25m Pistol` and `25m Pistol Women` are one: `25m pistol women`. */
export function aliasOf(name: string): string {
  const words = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[’']s\b/g, "")
    .replace(/(\d)\s+(k?m|kg)\b/g, "$1$2")
    .replace(/[’'.]/g, "")
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  return words.toSorted().join(" ");
}

/** An event by its names, within one competition: another one has events of the same names. */
export function eventAlias(competition: string, discipline: string, event: string): string {
  return `${competition}|${aliasOf(discipline)}|${aliasOf(event)}`;
}

/** A person's medal by names alone: event, delegation and name, whatever its colour. */
export function medalAlias(event: string, organisation: string, person: string): string {
  return `medal|${event}|${organisation}|${aliasOf(person)}`;
}

/** A team's medal by names alone: two teams of a delegation differ by their medals only. */
export function teamMedalAlias(event: string, organisation: string, medal: string): string {
  return `medal|${event}|${organisation}|team ${medal}`;
}
