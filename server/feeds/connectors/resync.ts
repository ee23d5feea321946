/** What a stream does not say again is asked for whole, right after each connection: told late, so that nothing is missing. */
import { askWhole, hashOf } from "./ask.ts";
import type { ConnectorParts, Line } from "./connector.ts";

export type Resync = (cursor: unknown) => Promise<void>;

/** `newest` is the hash of what was taken last: the very same body twice in a row is not taken again. */
export function createResync(
  { settings, key }: Pick<Line, "settings" | "key">,
  parts: ConnectorParts,
  newest: { hash: string },
): Resync {
  return async (cursor) => {
    if (settings.resync === undefined) return;
    const whole = await askWhole(parts, settings.resync, key);
    if (!whole || hashOf(whole.body) === newest.hash) return;
    const { body, contentType } = whole;
    const externalId = hashOf(body, new Date(parts.clock.now()).toISOString());
    await parts.take({ externalId, contentType, body, cursor, late: true });
    newest.hash = hashOf(body);
  };
}
