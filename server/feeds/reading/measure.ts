/** Marks as numbers, to be compared. */

/** `15.01`, `2:15.31` and `1:02:15.3` as one number (of times, seconds); NaN for what is no such mark. */
export function measureOf(mark: string | null): number {
  if (!mark || !/^(\d+:){0,2}\d+(\.\d+)?$/.test(mark)) return Number.NaN;
  return mark.split(":").reduce((total, part) => total * 60 + Number(part), 0);
}
