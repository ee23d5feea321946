/**
 * Standard Webhooks, verified over the raw bytes: the library of that name verifies a decoded copy, in which different
 * invalid bytes look the same, and by its own clock.
 */
import { isUtf8 } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";
import { BadMessage } from "./bad-message.ts";

export type Headers = Readonly<Record<string, string | string[] | undefined>>;

const toleranceMs = 5 * 60_000;
const longestId = 256;

/** The message's id, once its signature and age are good. Throws `BadMessage` naming the header at fault. */
export function verify(secret: string, headers: Headers, body: Buffer, now: number): string {
  const id = header(headers, "webhook-id");
  const timestamp = header(headers, "webhook-timestamp");
  const signatures = header(headers, "webhook-signature");
  if (id.length > longestId)
    throw new BadMessage(
      400,
      "badHeader",
      `webhook-id is longer than ${longestId} characters`,
      "webhook-id",
    );
  if (!/^\d{1,12}$/.test(timestamp)) {
    throw new BadMessage(
      400,
      "badHeader",
      "webhook-timestamp must be seconds since 1970, digits only",
      "webhook-timestamp",
    );
  }
  if (!isSigned(secret, `${id}.${timestamp}.`, body, signatures)) {
    const message =
      "webhook-signature does not match this body, id and timestamp under the feed's secret";
    throw new BadMessage(401, "wrongSignature", message, "webhook-signature");
  }
  const age = now - Number(timestamp) * 1000;
  if (Math.abs(age) > toleranceMs) throw outOfTime(age);
  return id;
}

function header(headers: Headers, name: string): string {
  const given = headers[name];
  if (typeof given === "string" && given !== "") return given;
  throw new BadMessage(
    400,
    "missingHeader",
    `${name} is missing: sign messages as Standard Webhooks does`,
    name,
  );
}

/** Several signatures may be given, separated by spaces, while a secret is being replaced. */
function isSigned(secret: string, prefix: string, body: Buffer, signatures: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const given = signatures
    .split(" ", 16)
    .filter((each) => each.startsWith("v1,"))
    .map((each) => Buffer.from(each.slice(3), "base64"));
  // Common libraries sign text. Of a body that is none, their signature counts too, so that the answer can name the body.
  const bodies = isUtf8(body) ? [body] : [body, Buffer.from(body.toString("utf8"))];
  return bodies.some((signed) => {
    const expected = createHmac("sha256", key).update(prefix).update(signed).digest();
    return given.some((each) => each.length === expected.length && timingSafeEqual(each, expected));
  });
}

function outOfTime(age: number): BadMessage {
  const minutes = Math.round(Math.abs(age) / 60_000);
  const side = age > 0 ? "old" : "in the future";
  const outcome = age > 0 ? "oldTimestamp" : "futureTimestamp";
  return new BadMessage(
    401,
    outcome,
    `webhook-timestamp is ${minutes} minutes ${side}; at most 5 are accepted`,
    "webhook-timestamp",
  );
}
