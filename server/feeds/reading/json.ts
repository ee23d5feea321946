/** Reads a body of JSON, and checks it against a schema: what is wrong is named by its field. */
import type { z } from "zod";
import { BadMessage, badField } from "../bad-message.ts";

const deepest = 64;

/** The value; throws `BadMessage` with line:column, also for more levels than any feed has. */
export function readJson(body: string): unknown {
  if (depthOf(body) > deepest)
    throw new BadMessage(400, "malformed", `more than ${deepest} levels of JSON`);
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new BadMessage(400, "malformed", `not JSON: ${placeOf(error, body)}`);
  }
}

/** The value as its schema has it; throws `BadMessage` naming the first field at fault, after `prefix`. */
export function check<Shape extends z.ZodType>(
  shape: Shape,
  value: unknown,
  prefix: string,
): z.infer<Shape> {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw badField(
    `${prefix}${issue?.path.join(".") ?? ""}` || "body",
    issue?.message ?? "is not as documented",
  );
}

/** How deep brackets nest outside strings; counted before parsing. */
function depthOf(body: string): number {
  let depth = 0;
  let most = 0;
  let quoted = false;
  for (let at = 0; at < body.length; at += 1) {
    const sign = body[at];
    if (quoted && sign === "\\") at += 1;
    else if (sign === '"') quoted = !quoted;
    else if (!quoted && (sign === "{" || sign === "[")) most = Math.max(most, (depth += 1));
    else if (!quoted && (sign === "}" || sign === "]")) depth -= 1;
  }
  return most;
}

function placeOf(error: unknown, body: string): string {
  const message = error instanceof Error ? error.message : String(error);
  const position = Number(/position (\d+)/.exec(message)?.[1] ?? body.length);
  const before = body.slice(0, position).split("\n");
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}
