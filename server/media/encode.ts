/**
 * Makes what somebody uploaded into a picture every network takes: recognised by its bytes, drawn anew from its pixels,
 * so that nothing that came with it (places, scripts, a second file at its end) is left.
 */
import { setImmediate } from "node:timers/promises";
import type { Sharp } from "sharp";
import { Refusal } from "#shared/errors.ts";
import { type MediaType, mediaTypes } from "#shared/media.ts";

/** A picture as it is stored. */
export type Encoded = {
  type: Extract<MediaType, "image/jpeg" | "image/png">;
  width: number;
  height: number;
  body: Buffer;
};

/** Pixels it may have when it comes; a few more than the largest phone camera makes. */
const maxPixels = 60_000_000;
/** Bytes it may have when it is stored: what the strictest network takes is 1 MB, counted in thousands or not. */
const maxBytes = 950_000;
/** Longest side, pixels, and quality, tried in this order until it is small enough. */
const attempts = [
  { side: 2000, quality: 86 },
  { side: 2000, quality: 74 },
  { side: 1600, quality: 74 },
  { side: 1200, quality: 70 },
  { side: 800, quality: 70 },
] as const;
/** For all of it. */
const deadlineMs = 12_000;

/** Refuses `badMedia` and says what is wrong with the file. */
export async function encode(file: Buffer): Promise<Encoded> {
  await recognise(file);
  // Loaded when the first picture comes: a start does not wait for it.
  const { default: sharp } = await import("sharp");
  // One thread a picture: what is leaving for a network must find a core.
  sharp.concurrency(1);
  sharp.cache(false);
  const [{ side }] = attempts;
  const overAt = performance.now() + deadlineMs;
  try {
    const { data, info } = await sharp(file, { limitInputPixels: maxPixels, failOn: "error" })
      .timeout(until(overAt))
      .autoOrient()
      .resize({ width: side, height: side, fit: "inside", withoutEnlargement: true })
      .toColourspace("srgb")
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    const pixels = sharp(data, { raw: info });
    const transparent = info.channels === 4 && !(await pixels.stats()).isOpaque;
    return await shrink(pixels, transparent, overAt);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw unreadable(error);
  }
}

/** sharp counts in whole seconds, at least one. */
function until(overAt: number): { seconds: number } {
  return { seconds: Math.max(1, Math.ceil((overAt - performance.now()) / 1000)) };
}

async function shrink(pixels: Sharp, transparent: boolean, overAt: number): Promise<Encoded> {
  for (const { side, quality } of attempts) {
    const sized = pixels
      .clone()
      .timeout(until(overAt))
      .resize({ width: side, height: side, fit: "inside", withoutEnlargement: true });
    const drawn = transparent
      ? sized.png({ compressionLevel: 9 })
      : sized.removeAlpha().jpeg({ quality, progressive: true });
    const { data, info } = await drawn.toBuffer({ resolveWithObject: true });
    if (data.length > maxBytes) continue;
    const type = transparent ? "image/png" : "image/jpeg";
    return { type, width: info.width, height: info.height, body: data };
  }
  throw refused("it stays too large for the networks: make it smaller or without transparency");
}

/** By its bytes, whatever it is called; a file that is also something else is not taken. */
async function recognise(file: Buffer): Promise<void> {
  if (file.length === 0) throw refused("the file is empty");
  const { fileTypeFromBuffer } = await import("file-type");
  const found = await fileTypeFromBuffer(file);
  const type = mediaTypes.find((each) => each === found?.mime);
  if (!type)
    throw refused(
      found
        ? `this is ${found.mime}; a picture is JPEG, PNG or WebP`
        : "this is not a picture we know: JPEG, PNG or WebP",
    );
  const stowaway = await stowawayIn(file);
  if (stowaway) throw refused(`it also carries ${stowaway}: export the picture anew`);
}

/** An archive's directory stands within this many bytes of its end. */
const tail = 65_557;
/** Bytes looked through before others get their turn, and the longest mark less one. */
const slice = 1 << 20;
const overlap = 8;

/** What else the file is, in words; null when it is a picture alone. */
async function stowawayIn(file: Buffer): Promise<string | null> {
  if (file.subarray(-tail).includes("PK\u0005\u0006")) return "an archive";
  for (let at = 0; at < file.length; at += slice) {
    const part = file.toString("latin1", at, at + slice + overlap);
    if (/<(?:script|html|svg |!doctype|\?php)/i.test(part)) return "a web page or script";
    if (part.includes("%PDF-")) return "a document";
    await setImmediate();
  }
  return null;
}

function unreadable(error: unknown): Refusal {
  const message = error instanceof Error ? error.message : String(error);
  if (/pixel limit/i.test(message))
    return refused(`it has more than ${maxPixels / 1e6} million pixels: make it smaller`);
  if (/timeout/i.test(message))
    return refused("it took too long to draw: make it smaller and send it again");
  return refused("it cannot be read to its end: it is damaged or cut off");
}

function refused(message: string): Refusal {
  return new Refusal("badMedia", { field: "body", message });
}
