const formats = new Map<string, Intl.NumberFormat>();

/** A length of time in seconds and tenths, as its language writes it: `6,2`. Asked ten times a second by what counts down. */
export function tenths(lengthMs: number, locale: string): string {
  let format = formats.get(locale);
  if (!format) {
    format = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    formats.set(locale, format);
  }
  return format.format(lengthMs / 1000);
}
