/** The frozen payload of a delivery, and the hash that the gate checks before it lets it through. */
import { createHash } from "node:crypto";
import type { Payload } from "../db/schema.ts";

/** SHA-256 of the payload in a fixed order of fields; hex. */
export function hashPayload({ text, locale, remoteKey }: Payload): string {
  return createHash("sha256")
    .update(JSON.stringify([text, locale, remoteKey]))
    .digest("hex");
}
