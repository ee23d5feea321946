import { createHash, randomBytes } from "node:crypto";

/** 256 random bits, safe in an address. */
export function mintSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** What is stored of a secret: enough to recognise it, not enough to use it. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
