/** `audit verify` and `audit list`: whether the record is as it was written, and who did what when. */
import { z } from "zod";
import { listPressed, type Pressed } from "../audit/list.ts";
import { flaws, type Verdict, verify } from "../audit/verify.ts";
import { type Desk, type Given, print, stop, type Verb } from "./terminal.ts";

export const auditUsage = `  audit verify [--head HASH] [--json]     whether the record is as it was written; names the first row that is not.
                                          HASH, as an earlier run printed it, proves that nothing was cut off since
  audit list [--since TIME] [--json]      who pressed what, when it was answered, and when it was public
`;

/** The verb `audit`. */
export const audit: Verb = async (desk, given) => {
  const [what] = given.words;
  if (what === "verify") return check(desk, given);
  if (what === "list") return list(desk, given);
  stop(`audit verify, or audit list\n${auditUsage}`);
};

const headForm = z.string().regex(/^[0-9a-f]{64}$/);

async function check({ db }: Desk, { values }: Given): Promise<void> {
  const { head } = values;
  if (head !== undefined && !headForm.safeParse(head).success)
    stop("--head: 64 hexadecimal digits, as audit verify prints them");
  const verdict = await verify(db, head ?? null);
  if (!verdict.ok) process.exitCode = 1;
  print(values.json ? JSON.stringify(verdict) : sentence(verdict));
}

function sentence(verdict: Verdict): string {
  if (verdict.ok)
    return `${verdict.rows} rows in ${verdict.links} links are as they were written; head ${verdict.head}`;
  const { table, id, what, link } = verdict.flaw;
  return `BROKEN: ${table} ${id} ${flaws[what]}${link === null ? "" : ` (link ${link})`}; the ${verdict.rows} rows before it are as they were written`;
}

const instant = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);

async function list({ db }: Desk, { values }: Given): Promise<void> {
  const since = instant.optional().safeParse(values.since);
  if (!since.success) stop("--since: as 2024-08-03T19:50:00Z, or 2024-08-03");
  const from = since.data === undefined ? null : new Date(since.data);
  for await (const pressed of listPressed(db, from))
    print(values.json ? JSON.stringify(pressed) : line(pressed));
}

function line(pressed: Pressed): string {
  const { pressedAt, repliedAt, who, via, what, outcome, tookMs, deliveries, published } = pressed;
  const { firstPublicAt, lastPublicAt, pressToPublicMs, momentToPublicMs } = pressed;
  const reached = deliveries === 0 ? "" : `${published} of ${deliveries} public`;
  const from = firstPublicAt === lastPublicAt ? "" : ` … ${lastPublicAt}`;
  return [
    pressedAt ?? "–",
    repliedAt,
    who ?? "–",
    via,
    what,
    outcome,
    `${tookMs} ms`,
    reached,
    firstPublicAt ? `${firstPublicAt}${from}` : "",
    pressToPublicMs === null ? "" : `press → public ${pressToPublicMs} ms`,
    momentToPublicMs === null ? "" : `moment → public ${momentToPublicMs} ms`,
  ]
    .join("\t")
    .trimEnd();
}
