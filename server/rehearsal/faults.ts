/**
 * Scripted faults of the rehearsal network, so that a team can rehearse doubt: what it does wrong, to whom, and how
 * often. They live in the network's memory only, and end with it.
 */
import { z } from "zod";

/** What can be asked of the network under an account. */
const networkCalls = ["signIn", "upload", "publish", "find"] as const;
export type NetworkCall = (typeof networkCalls)[number];

/** Each kind: what it does, and which calls it hits unless `on` says otherwise. */
const kinds = {
  slow: { on: ["publish"], what: "answers late (--seconds, else 3)" },
  refuse: { on: ["publish"], what: "refuses in so many words, for good" },
  rateLimit: { on: ["publish"], what: "asks to wait (--seconds, else 5)" },
  expired: { on: ["publish"], what: "wants the account to sign in again" },
  error: { on: ["publish"], what: "breaks (500) before it took the post" },
  acceptThenError: { on: ["publish"], what: "takes the post, then breaks (500)" },
  garbage: { on: ["publish"], what: "a page of something else answers 200; nothing is made" },
  acceptThenDrop: { on: ["publish"], what: "takes the post, then cuts the connection" },
  dropThenForget: { on: ["publish"], what: "cuts the connection; nothing is made" },
  silent: { on: ["publish", "find"], what: "never answers, look-ups neither; nothing is made" },
} as const satisfies Record<string, { on: readonly NetworkCall[]; what: string }>;
export type FaultKind = keyof typeof kinds;
export const faultKinds = Object.keys(kinds) as FaultKind[];
const timed: readonly FaultKind[] = ["slow", "rateLimit"];

/** One kind a line, with what it does. */
export function faultTable(): string {
  return faultKinds.map((kind) => `  ${kind.padEnd(16)} ${kinds[kind].what}`).join("\n");
}

/** `handle` null hits every account; `times` null goes on until it is cleared; `waitMs` belongs to slow and rateLimit. */
const faultSchema = z
  .strictObject({
    kind: z.enum(faultKinds),
    handle: z.string().min(1).max(253).nullable().default(null),
    times: z.number().int().min(1).max(10_000).nullable().default(null),
    on: z.array(z.enum(networkCalls)).min(1).optional(),
    waitMs: z.number().int().min(0).max(600_000).optional(),
    /** How a rate limit words its wait: a count of seconds, or an HTTP date. */
    retryAfter: z.enum(["seconds", "date"]).default("seconds"),
    /** What a refusal says. */
    message: z.string().min(1).max(300).optional(),
  })
  .refine(({ kind, waitMs }) => waitMs === undefined || timed.includes(kind), {
    path: ["waitMs"],
    message: `only ${timed.join(" and ")} take a time`,
  });
/** What `PUT /v1/faults` takes, in place of those before; of several that could hit a call, the first does. */
export const faultList = z.strictObject({ faults: z.array(faultSchema).max(20) });
/** As a client writes it. */
export type WantedFault = z.input<typeof faultSchema>;
/** As it stands: `times` is how often it still will. */
export type Fault = z.output<typeof faultSchema>;

export type Faults = {
  list: () => Fault[];
  set: (faults: readonly Fault[]) => void;
  /** The fault that hits this call, which uses it up by one; null when nothing does. */
  next: (call: NetworkCall, handle: string) => Fault | null;
};

/** `changed()` is told when the script is replaced: what hangs by the former one is let go. */
export function createFaults(changed: () => void): Faults {
  let script: Fault[] = [];
  const hits = (fault: Fault, call: NetworkCall, handle: string): boolean =>
    (fault.handle === null || fault.handle === handle) &&
    (fault.on ?? (kinds[fault.kind].on as readonly NetworkCall[])).includes(call);
  return {
    list: () => script,
    set(faults) {
      script = [...faults];
      changed();
    },
    next(call, handle) {
      const fault = script.find((each) => hits(each, call, handle));
      if (!fault) return null;
      if (fault.times !== null) {
        const left = { ...fault, times: fault.times - 1 };
        script = script.flatMap((each) => (each !== fault ? [each] : left.times > 0 ? [left] : []));
      }
      return fault;
    },
  };
}
