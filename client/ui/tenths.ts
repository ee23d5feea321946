/** A length of time in seconds and tenths, as its language writes it: `6,2`. */
export function tenths(lengthMs: number, locale: string): string {
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return (lengthMs / 1000).toLocaleString(locale, digits);
}
