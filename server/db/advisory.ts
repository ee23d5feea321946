/** Every advisory lock of ours with a number of its own: two under one number would wait for each other without a word. */
export const advisory = {
  /** One process at a time brings the schema up to date. */
  migrate: 4_400_001,
  /** Whoever holds it plays the sample evening, for as long as it plays. */
  rehearsal: 4_400_002,
  /** What every gate passes (see turnstile). */
  turnstile: 4_400_003,
  /** Whoever holds it, with the words beside it, says them to an account. */
  words: 4_400_004,
} as const;
