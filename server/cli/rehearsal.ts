/** `rehearsal fault`: makes the rehearsal network misbehave, so that a team can rehearse doubt. */
import { z } from "zod";
import { askFaults, rehearsalAccounts } from "../rehearsal/ask-faults.ts";
import { type Fault, faultKinds, faultTable, type WantedFault } from "../rehearsal/faults.ts";
import { type Desk, type Given, print, stop, type Verb } from "./terminal.ts";

export const rehearsalUsage = `  rehearsal fault                         what the rehearsal network will do wrong
  rehearsal fault KIND [--account HANDLE] [--matching WORDS] [--times N] [--seconds S]
                                          make it, for N calls or until: rehearsal fault none
`;

const count = z.coerce.number().int().min(1).max(10_000);
const seconds = z.coerce.number().min(0).max(600);

/** The verb `rehearsal`. */
export const rehearsal: Verb = async (desk, { words: [what, kind], values }) => {
  if (what !== "fault") stop(`rehearsal fault …\n${rehearsalUsage}`);
  const ask = (wanted: WantedFault[] | null) =>
    askFaults({ db: desk.db, sealer: desk.sealer, url: desk.rehearsalUrl }, wanted);
  const stands =
    kind === undefined
      ? await ask(null)
      : await ask(kind === "none" ? [] : [await wantedFault(desk, kind, values)]);
  if (values.json) return print(JSON.stringify(stands));
  print(stands.length === 0 ? "the rehearsal network behaves" : stands.map(line).join("\n"));
};

async function wantedFault(
  { db }: Desk,
  kind: string,
  { account, matching, times, seconds: wait }: Given["values"],
): Promise<WantedFault> {
  const known = faultKinds.find((each) => each === kind);
  if (!known) stop(`there is no fault "${kind}"; there are:\n${faultTable()}\n  none`);
  const handles = (await rehearsalAccounts(db)).map(({ handle }) => handle);
  if (account !== undefined && !handles.includes(account))
    stop(`--account: the rehearsal network has ${handles.join(", ")}`);
  const waitMs = wait === undefined ? undefined : read(seconds, wait, "--seconds: 0 to 600") * 1000;
  return {
    kind: known,
    handle: account ?? null,
    matching: matching ?? null,
    times: times === undefined ? null : read(count, times, "--times: 1 to 10000"),
    ...(waitMs === undefined ? {} : { waitMs: Math.round(waitMs) }),
  };
}

function read(schema: z.ZodType<number>, given: string, expected: string): number {
  const parsed = schema.safeParse(given);
  return parsed.success ? parsed.data : stop(expected);
}

function line({ kind, handle, matching, times, waitMs }: Fault): string {
  const how = [
    handle ? `@${handle}` : "every account",
    ...(matching === null ? [] : [`“${matching}”`]),
    times === null ? "until cleared" : `${times} more`,
    ...(waitMs === undefined ? [] : [`${waitMs / 1000} s`]),
  ];
  return `${kind}: ${how.join(", ")}`;
}
