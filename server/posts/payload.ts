/** The frozen payload of a delivery: its hash, which the gate checks before it lets it through, and how early it is taken. */
import { createHash } from "node:crypto";
import type { Payload } from "../db/publishing-schema.ts";
import type { Timing } from "../timing.ts";

/** SHA-256 of the payload in a fixed order of fields, pictures by their bytes and words; hex. */
export function hashPayload({ text, locale, remoteKey, media }: Payload): string {
  const pictures = media.map(({ sha256, alt }) => [sha256, alt]);
  return createHash("sha256")
    .update(JSON.stringify([text, locale, remoteKey, ...pictures]))
    .digest("hex");
}

/** How long before its instant a delivery is claimed and prepared, milliseconds: longer where a picture must be uploaded. */
export function leadOf({ media }: Pick<Payload, "media">, timing: Timing): number {
  return media.length > 0 ? timing.mediaLeadMs : timing.leadMs;
}
