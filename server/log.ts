/** The one logger. Secrets never reach it: the fields that could hold one are removed before anything is written. */
import { pino } from "pino";

export type Log = {
  info: (facts: object, message: string) => void;
  warn: (facts: object, message: string) => void;
  error: (facts: object, message: string) => void;
};

const secretFields = ["token", "secret", "password", "authorization", "cookie", "set-cookie"];

/** Writes JSON lines to standard error, so that standard output stays for what a person or script asked for. */
export function createLog(level: string): Log {
  return pino(
    {
      level,
      base: null,
      // A Redis error carries the command it answers, and the command that signs in carries the password; a dropped
      // database connection carries all its innards.
      redact: {
        paths: [
          "err.command",
          "err.client",
          ...secretFields.flatMap((field) => [`["${field}"]`, `*["${field}"]`]),
        ],
        remove: true,
      },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
