/** Reads a message in this thread, by the adapter of its format. */
import type { FeedFormat } from "#shared/feeds.ts";
import { BadMessage } from "./bad-message.ts";
import { formatOf } from "./formats.ts";
import type { Reading, ReadingContext } from "./statement.ts";

/** What a message states. Throws `BadMessage` naming what was wrong. */
export type Read = (format: FeedFormat, body: Buffer, context: ReadingContext) => Promise<Reading>;

export const readHere: Read = async (format, body, context) => readingOf({ format, body, context });

export type ToRead = { format: FeedFormat; body: Uint8Array; context: ReadingContext };

/** The same at once. */
export function readingOf({ format, body, context }: ToRead): Reading {
  return formatOf(format).read(textOf(body), context);
}

function textOf(body: Uint8Array): string {
  const text = decoded(body);
  if (text.includes("\0"))
    throw new BadMessage(400, "nulCharacter", "the body has a NUL character; remove it");
  return text;
}

function decoded(body: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new BadMessage(400, "invalidUtf8", "the body is not valid UTF-8; encode it as UTF-8");
  }
}
