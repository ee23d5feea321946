/** Finds the messages of race control in whatever they come in, oldest first, each once. */
import { badField } from "../../bad-message.ts";
import { readJson } from "../../reading/json.ts";

export type Car = { number: string; code: string | null };
export type Control = {
  /** ISO UTC. */
  at: string;
  text: string;
  flag: string;
  category: string;
  status: string;
  cars: Car[];
};
export type Heard = {
  messages: Control[];
  /** The full list of the session, not what is added to it. */
  isWhole: boolean;
  /** The session's own name, where the messages carry one. */
  session: string | null;
};
type Fields = Record<string, unknown>;
type Found = { path: string; fields: Fields };

const mostMessages = 5000;
const longest = 500;
/** Of a stream: other topics, signs of life, the answer to a subscription. */
const ofStreams = [
  "C",
  "M",
  "R",
  "S",
  "G",
  "I",
  "type",
  "target",
  "arguments",
  "Heartbeat",
  "RaceControlMessages",
  "Messages",
];

/** Throws `BadMessage` naming the field at fault. */
export function heardIn(text: string): Heard {
  const body = readJson(text);
  const found = messagesIn(body, "");
  if (found.length === 0 && !isQuiet(body))
    throw badField("Messages", "is missing; send the list of race control messages");
  if (found.length > mostMessages)
    throw badField("Messages", `there are more than ${mostMessages} messages`);
  const messages = found.map(controlOf).toSorted(byTime);
  const session = fieldOf(found[0]?.fields ?? {}, "session_key", "SessionKey");
  const isNamed = /^[\w.:-]{1,60}$/.test(session);
  return {
    messages: once(messages),
    isWhole: isWholeList(body),
    session: isNamed ? session : null,
  };
}

/** A message is whatever has a time and words of its own. */
function messagesIn(value: unknown, path: string): Found[] {
  if (Array.isArray(value))
    return value.flatMap((each, at) =>
      messagesIn(each, path === "" ? String(at) : `${path}.${at}`),
    );
  if (!isFields(value)) return [];
  if (isMessage(value, path)) return [{ path, fields: value }];
  return Object.entries(value).flatMap(([name, each]) =>
    messagesIn(each, path === "" ? name : `${path}.${name}`),
  );
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

/** By its place in the list, or by what it has: so that one that lacks its time or words is named, not missed. */
function isMessage(fields: Fields, path: string): boolean {
  const names = Object.keys(fields).map((name) => name.toLowerCase());
  const isListed = /(^|\.)(RaceControlMessages\.)?Messages\.\d+$/.test(path);
  const isAlone =
    names.includes("message") && ["utc", "date", "category"].some((name) => names.includes(name));
  return isListed || isAlone;
}

/** Streams add: an invocation, its arguments, or a list by index. What they answer first, `R` or `result`, is whole. */
function isWholeList(body: unknown): boolean {
  if (Array.isArray(body)) return body.every((each) => isFields(each) && !Array.isArray(each));
  if (!isFields(body)) return false;
  if ("M" in body && !("R" in body)) return false;
  if ("arguments" in body || "A" in body) return false;
  const list = listIn(body);
  return list === null || Array.isArray(list);
}

function listIn(body: Fields): unknown {
  const inner = body["R"] ?? body["result"] ?? body;
  const control = isFields(inner) ? (inner["RaceControlMessages"] ?? inner) : null;
  return isFields(control) ? (control["Messages"] ?? null) : null;
}

function isQuiet(body: unknown): boolean {
  if (Array.isArray(body)) return body.length === 0 || typeof body[0] === "string";
  if (!isFields(body)) return false;
  const names = Object.keys(body);
  return names.length === 0 || names.some((name) => ofStreams.includes(name));
}

function controlOf({ path, fields }: Found): Control {
  const text = fieldOf(fields, "Message", "message").replace(/\s+/g, " ").trim();
  const named = (field: string) => (path === "" ? field : `${path}.${field}`);
  if (text === "") throw badField(named("Message"), "is missing; say what race control said");
  if (text.length > longest)
    throw badField(named("Message"), `is longer than ${longest} characters`);
  if (/\p{Cs}|\0/u.test(text))
    throw badField(named("Message"), "has a character that cannot be kept");
  const number = fieldOf(fields, "RacingNumber", "driver_number");
  return {
    at: instantOf(fieldOf(fields, "Utc", "utc", "date", "Timestamp"), named("Utc")),
    text,
    flag: fieldOf(fields, "Flag", "flag").toUpperCase(),
    category: fieldOf(fields, "Category", "category").toUpperCase(),
    status: fieldOf(fields, "Status", "status").toUpperCase(),
    cars: carsIn(text.toUpperCase(), number),
  };
}

/** `CAR 3 (RIC)`, `CARS 16 (LEC) AND 10 (GAS)`, `CAR 44`; else the number the message carries. */
function carsIn(text: string, number: string): Car[] {
  const coded = [...text.matchAll(/\b(\d{1,3}) \(([A-Z]{3})\)/g)].map(
    ([, car = "", code = ""]) => ({ number: car, code }),
  );
  if (coded.length > 0) return coded.slice(0, 30);
  const bare = /\bCAR (\d{1,3})\b/.exec(text)?.[1] ?? (/^\d{1,3}$/.test(number) ? number : null);
  return bare === null ? [] : [{ number: bare, code: null }];
}

/** UTC, also without saying so. */
function instantOf(written: string, field: string): string {
  const shape = /^([12]\d{3}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)?$/.exec(
    written,
  );
  const [, date, time, parts = "", zone = "Z"] = shape ?? [];
  const instant = shape ? Date.parse(`${date}T${time}${parts.slice(0, 4)}${zone}`) : Number.NaN;
  if (!Number.isNaN(instant)) return new Date(instant).toISOString();
  throw badField(field, `"${written.slice(0, 40)}" is not a date and time, 2020-08-07T14:00:00`);
}

function fieldOf(fields: Fields, ...names: string[]): string {
  const found = names
    .map((name) => fields[name])
    .find((each) => each !== undefined && each !== null);
  return typeof found === "string" || typeof found === "number" ? String(found) : "";
}

function byTime(a: Control, b: Control): number {
  return a.at < b.at ? -1 : a.at > b.at ? 1 : 0;
}

function once(messages: readonly Control[]): Control[] {
  const seen = new Set<string>();
  return messages.filter(({ at, text }) => {
    const name = `${at}|${text}`;
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}
