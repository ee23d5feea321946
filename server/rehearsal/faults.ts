/**
 * Scripted faults of the rehearsal network, so that a team can rehearse doubt: what it does wrong, to whom, and how
 * often. They live in the network's memory only, and end with it.
 */
import { z } from "zod";

/** What can be asked of the network under an account; `upload` is everything that lies there before it is public. */
const networkCalls = ["signIn", "upload", "publish", "find", "remove"] as const;
export type NetworkCall = (typeof networkCalls)[number];

/** Each kind: what it does, and which calls it hits unless `on` says otherwise. */
const kinds = {
  slow: { on: ["publish"], what: "answers late (--seconds, else 3)" },
  lateAccept: {
    on: ["publish"],
    what: "never answers, and takes the post late (--seconds, else 3)",
  },
  refuse: { on: ["publish"], what: "refuses in so many words, for good" },
  rateLimit: { on: ["publish"], what: "asks to wait (--seconds, else 5)" },
  expired: { on: ["publish"], what: "wants the account to sign in again" },
  error: { on: ["publish"], what: "breaks (500) before it took the post" },
  acceptThenError: { on: ["publish"], what: "takes the post, then breaks (500)" },
  garbage: { on: ["publish"], what: "a page of something else answers 200; nothing is made" },
  acceptThenDrop: { on: ["publish"], what: "takes the post, then cuts the connection" },
  dropThenForget: { on: ["publish"], what: "cuts the connection; nothing is made" },
  silent: { on: ["publish", "find"], what: "never answers, look-ups neither; nothing is made" },
  trickle: { on: ["publish"], what: "takes the post, answers a byte a second" },
  resetInBody: { on: ["publish"], what: "takes the post, resets the connection in half an answer" },
  truncated: { on: ["publish"], what: "takes the post, answers 200 with JSON cut short" },
  wrongShape: { on: ["publish"], what: "takes the post, answers 200 with JSON of another kind" },
  huge: { on: ["publish"], what: "takes the post, answers 200 with 5 MB" },
} as const satisfies Record<string, { on: readonly NetworkCall[]; what: string }>;
export type FaultKind = keyof typeof kinds;
export const faultKinds = Object.keys(kinds) as FaultKind[];
const timed: readonly FaultKind[] = ["slow", "lateAccept", "rateLimit"];

/** One kind a line, with what it does. */
export function faultTable(): string {
  return faultKinds.map((kind) => `  ${kind.padEnd(16)} ${kinds[kind].what}`).join("\n");
}

/**
 * `handle` null hits every account, `matching` null every text; else only calls about a text with these words in it
 * (the network knows the text of a post, a container and what lies there, not of a picture or a list). `times` null
 * goes on until it is cleared; `waitMs` belongs to slow, lateAccept and rateLimit.
 */
const faultSchema = z
  .strictObject({
    kind: z.enum(faultKinds),
    handle: z.string().min(1).max(253).nullable().default(null),
    matching: z.string().min(1).max(300).nullable().default(null),
    times: z.number().int().min(1).max(10_000).nullable().default(null),
    on: z.array(z.enum(networkCalls)).min(1).optional(),
    waitMs: z.number().int().min(0).max(600_000).optional(),
    /** How a rate limit words its wait: a count of seconds, an HTTP date, or nothing anyone could understand. */
    retryAfter: z.enum(["seconds", "date", "garbage"]).default("seconds"),
    /** What a refusal says. */
    message: z.string().min(1).max(300).optional(),
  })
  .refine(({ kind, waitMs }) => waitMs === undefined || timed.includes(kind), {
    path: ["waitMs"],
    message: "only slow, lateAccept and rateLimit take a time",
  });
/** What `PUT /v1/faults` takes, in place of those before; of several that could hit a call, the first does. */
export const faultList = z.strictObject({ faults: z.array(faultSchema).max(5000) });
/** As a client writes it. */
export type WantedFault = z.input<typeof faultSchema>;
/** As it stands: `times` is how often it still will. */
export type Fault = z.output<typeof faultSchema>;

/** What is known of a call before it is served. */
export type Called = { call: NetworkCall; handle: string; text: string | null };
export type Faults = {
  list: () => Fault[];
  set: (faults: readonly Fault[]) => void;
  /** The fault that hits this call, which uses it up by one; null when nothing does. */
  next: (called: Called) => Fault | null;
};

/** `changed()` is told when the script is replaced: what hangs by the former one is let go. */
export function createFaults(changed: () => void): Faults {
  let script: Fault[] = [];
  return {
    list: () => script,
    set(faults) {
      script = [...faults];
      changed();
    },
    next(called) {
      const at = script.findIndex((each) => hits(each, called));
      const fault = script[at];
      if (!fault) return null;
      if (fault.times !== null) {
        const left = fault.times - 1;
        script.splice(at, 1, ...(left > 0 ? [{ ...fault, times: left }] : []));
      }
      return fault;
    },
  };
}

function hits(fault: Fault, { call, handle, text }: Called): boolean {
  const on: readonly NetworkCall[] = fault.on ?? kinds[fault.kind].on;
  return (
    (fault.handle === null || fault.handle === handle) &&
    (fault.matching === null || (text?.includes(fault.matching) ?? false)) &&
    on.includes(call)
  );
}
