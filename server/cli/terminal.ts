/** What every verb of the command line shares: what it was given, how it speaks, and how it stops. */
import { parseArgs } from "node:util";
import type { CommandInput, CommandName } from "#shared/commands.ts";
import type { Db } from "../db/changes.ts";
import type { Refused } from "#shared/result.ts";
import type { Log } from "../log.ts";
import type { Sealer } from "../sealed.ts";

const options = {
  json: { type: "boolean", default: false },
  "dry-run": { type: "boolean", default: false },
  role: { type: "string" },
  name: { type: "string" },
  source: { type: "string" },
  speed: { type: "string", default: "1" },
  url: { type: "string" },
  network: { type: "string" },
  handle: { type: "string" },
  locales: { type: "string" },
  realm: { type: "string" },
  service: { type: "string" },
  wears: { type: "string" },
  account: { type: "string" },
  campaign: { type: "boolean", default: false },
  matching: { type: "string" },
  times: { type: "string" },
  seconds: { type: "string" },
  since: { type: "string" },
  head: { type: "string" },
  format: { type: "string" },
  connector: { type: "string" },
  address: { type: "string" },
  every: { type: "string" },
  competition: { type: "string" },
  resync: { type: "string" },
  key: { type: "boolean", default: false },
} as const;

/** The options as typed, and the words between them. Throws a sentence for an option there is not. */
export function parse() {
  return parseArgs({ options, allowPositionals: true });
}
export type Given = { words: string[]; values: ReturnType<typeof parse>["values"] };

/** The desk as a verb sees it, with the rights of its administrator. `run` stops with the refusal's own words. */
export type Desk = {
  db: Db;
  /** The record's address, with the rights of its tables' owner. */
  databaseUrl: string;
  log: Log;
  sealer: Sealer;
  campaignId: string;
  rehearsalUrl: string;
  run: <Name extends CommandName>(name: Name, input: CommandInput<Name>) => Promise<unknown>;
};
export type Verb = (desk: Desk, given: Given) => Promise<void>;

/** A sentence for the person who typed. Thrown, so that a database we started is stopped on the way out. */
export class Stop extends Error {}

/** Exit code 2. */
export function stop(message: string): never {
  throw new Stop(message);
}

/** A refusal as a sentence that names the option at fault, where one is. */
export function sentenceOf({ code, details: { field, message } }: Refused): string {
  if (typeof message !== "string") return code;
  const isOption = typeof field === "string" && Object.hasOwn(options, field);
  return isOption && message.startsWith(`${field}:`) ? `--${message}` : `${code}: ${message}`;
}

/** One line on standard output. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
