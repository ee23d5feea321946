/** The reply to every command: it worked, or it was refused and why. */
import { z } from "zod";
import { refusalCode } from "./errors.ts";

export const refused = z.object({
  ok: z.literal(false),
  code: refusalCode,
  details: z.record(z.string(), z.unknown()),
});
export type Refused = z.infer<typeof refused>;

export type Reply<Value> =
  | { ok: true; value: Value; replayed?: true }
  | (Refused & { replayed?: true });
