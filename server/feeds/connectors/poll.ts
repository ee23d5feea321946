/** Asks an address again and again: what has changed since is a message. */
import { z } from "zod";
import { about, again } from "./again.ts";
import { askWhole, hashOf, type Whole } from "./ask.ts";
import { type Connector, Unhelpful } from "./connector.ts";

const usualMs = 10_000;
const position = z.object({
  bodyHash: z.string(),
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
});
type Position = z.infer<typeof position>;

/** An earlier body that comes back is a message again: only the very same one twice in a row is none. */
export const poll: Connector = async (line, parts) => {
  const { clock, timing } = parts;
  const everyMs = line.everyMs ?? usualMs;
  let known: Position | null = position.safeParse(line.cursor).data ?? null;
  let lookedAt = clock.now() - line.awayMs;
  await again(parts, async (works) => {
    const whole = await askWhole(parts, line.address, line.key, sinceThen(known)).catch(
      (error: unknown) => {
        // Nothing there yet is an answer, too: what is there next is news.
        if (error instanceof Unhelpful && error.isNothing) lookedAt = clock.now();
        throw error;
      },
    );
    await works();
    const now = clock.now();
    const next = whole && standsAt(whole);
    if (whole && next && next.bodyHash !== known?.bodyHash) {
      const externalId = hashOf(whole.body, new Date(now).toISOString());
      const late = now - lookedAt > Math.max(timing.feedLateMs, 3 * everyMs);
      const { body, contentType } = whole;
      await parts.take({ externalId, contentType, body, cursor: next, late });
    }
    known = next ?? known;
    lookedAt = now;
    return about(everyMs);
  });
};

function standsAt({ body, etag, lastModified }: Whole): Position {
  return { bodyHash: hashOf(body), etag, lastModified };
}

function sinceThen(known: Position | null): Record<string, string> {
  return {
    ...(known?.etag ? { "if-none-match": known.etag } : {}),
    ...(known?.lastModified ? { "if-modified-since": known.lastModified } : {}),
  };
}
