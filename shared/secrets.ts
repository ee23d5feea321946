/** Secrets pass through a command once: nothing that is kept of it has them. */

/** `value` with every field of these names, at any depth, replaced by `instead`. */
export function without(names: readonly string[], value: unknown, instead: string): unknown {
  if (names.length === 0 || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => without(names, each, instead));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      names.includes(name) ? instead : without(names, each, instead),
    ]),
  );
}

/** The words that stand in fields of these names, at any depth. */
function wordsIn(names: readonly string[], value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    names.includes(name) && typeof each === "string" && each !== "" ? [each] : wordsIn(names, each),
  );
}

/** An error as it may be logged: where it could repeat a secret of `input`, only its words without it and its place. */
export function withoutWords(names: readonly string[], input: unknown, error: unknown): unknown {
  const words = wordsIn(names, input);
  if (words.length === 0) return error;
  const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { stack: words.reduce((text, word) => text.replaceAll(word, "(secret)"), said) };
}
