/**
 * Secrets at rest: AES-256-GCM, a random nonce each, bound to where they are stored so that a row cannot be moved.
 * The key comes from REBOND_KEK or from a file made at first start (0600).
 */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export type Sealer = {
  /** `place` names the row, as `feeds|<id>`; opening with another place fails. */
  seal: (place: string, secret: string) => string;
  open: (place: string, sealed: string) => string;
};

/** Seals with a 32-byte key. */
export function createSealer(key: Buffer): Sealer {
  if (key.length !== 32)
    throw new Error("REBOND_KEK must be 32 bytes in base64 (openssl rand -base64 32)");
  return {
    seal(place, secret) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(place));
      const body = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
      return ["v1", nonce, body, cipher.getAuthTag()]
        .map((part) => (typeof part === "string" ? part : part.toString("base64url")))
        .join(".");
    },
    open(place, sealed) {
      const [version, nonce, body, tag] = sealed.split(".");
      if (version !== "v1" || !nonce || body === undefined || !tag)
        throw new Error(`the secret of ${place} is not in a form we know`);
      const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64url"), {
        authTagLength: 16,
      })
        .setAAD(Buffer.from(place))
        .setAuthTag(Buffer.from(tag, "base64url"));
      return Buffer.concat([
        decipher.update(Buffer.from(body, "base64url")),
        decipher.final(),
      ]).toString("utf8");
    },
  };
}

/** The installation's key: from the environment, else from `<data>/kek`, made at first use. */
export function readKey(fromEnvironment: string | undefined, dataDir: string): Buffer {
  if (fromEnvironment) return Buffer.from(fromEnvironment, "base64");
  const file = join(dataDir, "kek");
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    makeKey(file);
  }
  return Buffer.from(readFileSync(file, "utf8").trim(), "base64");
}

/** Whole and on disk before it has its name; of two processes that start at once, one makes the key and both read it. */
function makeKey(file: string): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, randomBytes(32).toString("base64"), { mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    unlinkSync(draft);
  }
}
