/** What `replay` plays: one file, a folder of message files in name order, or JSON lines `{at, contentType, body}`. */
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { z } from "zod";

export type Recorded = {
  name: string;
  /** When it was sent, milliseconds; null where nothing says so. */
  at: number | null;
  contentType: string;
  body: string;
};

const line = z.object({
  at: z.union([z.number(), z.string()]),
  contentType: z.string(),
  body: z.string(),
});
const playable = /\.(xml|json|jsonl|ndjson)$/;

/** The messages, in order. Throws when the path has none or a line is not as described. */
export async function readRecording(path: string): Promise<Recorded[]> {
  const isFolder = (await stat(path)).isDirectory();
  const names = isFolder
    ? (await readdir(path)).filter((name) => playable.test(name)).toSorted()
    : [basename(path)];
  const folder = isFolder ? path : path.slice(0, path.length - basename(path).length);
  const messages: Recorded[] = [];
  for (const name of names)
    messages.push(...messagesOf(name, await readFile(join(folder, name), "utf8")));
  if (messages.length === 0)
    throw new Error(`${path}: no messages (files ending in .xml, .json or .jsonl)`);
  return messages;
}

function messagesOf(name: string, text: string): Recorded[] {
  if (/\.(jsonl|ndjson)$/.test(name))
    return text
      .split("\n")
      .flatMap((each, index) => (each.trim() ? [lineOf(`${name}:${index + 1}`, each)] : []));
  const isXml = name.endsWith(".xml");
  return [
    {
      name,
      at: isXml ? stampOf(text) : eventTimeOf(text),
      contentType: isXml ? "application/xml" : "application/cloudevents+json",
      body: text,
    },
  ];
}

function lineOf(name: string, text: string): Recorded {
  const parsed = line.safeParse(jsonOf(text));
  if (!parsed.success) throw new Error(`${name}: not {at, contentType, body}`);
  const { at, contentType, body } = parsed.data;
  const instant = typeof at === "number" ? at : Date.parse(at);
  return { name, at: Number.isNaN(instant) ? null : instant, contentType, body };
}

/** ODF's local Date and Time; only the gaps between them matter. */
function stampOf(text: string): number | null {
  const date = /\sDate="(\d{4}-\d{2}-\d{2})"/.exec(text)?.[1];
  const time = /\sTime="(\d{2})(\d{2})(\d{2})(\d{3})"/.exec(text);
  if (!date || !time) return null;
  const instant = Date.parse(`${date}T${time[1]}:${time[2]}:${time[3]}.${time[4]}Z`);
  return Number.isNaN(instant) ? null : instant;
}

function eventTimeOf(text: string): number | null {
  const parsed = z.object({ time: z.string() }).safeParse(jsonOf(text));
  const instant = parsed.success ? Date.parse(parsed.data.time) : Number.NaN;
  return Number.isNaN(instant) ? null : instant;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
