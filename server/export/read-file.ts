/** Reads an export: its header, then each table's rows as text, a line each. Nothing is kept but the line at hand. */
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { formatName, formatVersion, header, type Header, section } from "./format.ts";

const newline = 10;

/** `next` answers the next line; throws where there is none. */
export type Lines = { next: () => Promise<string> };

/** Opens the file for as long as `work` takes. Throws a sentence for a file that is no export, or not a whole one. */
export async function readExport<Done>(
  file: string,
  work: (header: Header, lines: Lines) => Promise<Done>,
): Promise<Done> {
  let done: { value: Done } | null = null;
  const source = createReadStream(file);
  try {
    await pipeline(source, createGunzip(), async (bytes: AsyncIterable<Buffer>) => {
      const lines = linesOf(bytes);
      done = { value: await work(headerOf(await lines.next()), lines) };
    });
  } catch (error) {
    const { code } = error as { code?: string };
    if (code?.startsWith("Z_"))
      throw new Error(`${file} is no export, or a damaged one`, { cause: error });
    throw error;
  }
  return done!.value;
}

/** Ahead of a table's rows: which it is, and how many follow. */
export async function nextSection(lines: Lines) {
  return section.parse(JSON.parse(await lines.next()));
}

function headerOf(line: string): Header {
  const read = header.safeParse(parsed(line));
  if (!read.success) throw new Error(`the file is not a ${formatName}`);
  const { version } = read.data;
  if (version !== formatVersion)
    throw new Error(
      `the file has form ${version}; this version of Rebond reads form ${formatVersion}`,
    );
  return read.data;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function linesOf(bytes: AsyncIterable<Buffer>): Lines {
  const lines = split(bytes);
  return {
    async next() {
      const { value, done } = await lines.next();
      if (done) throw new Error("the file ends before it is whole");
      return value;
    },
  };
}

async function* split(bytes: AsyncIterable<Buffer>): AsyncGenerator<string, undefined> {
  let parts: Buffer[] = [];
  for await (const chunk of bytes) {
    let from = 0;
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
      yield Buffer.concat([...parts, chunk.subarray(from, at)]).toString("utf8");
      parts = [];
      from = at + 1;
    }
    parts.push(chunk.subarray(from));
  }
  return undefined;
}
