/** One competitor's line of a result: their mark, or why there is none, and what it is said to be a record of. */
import { z } from "zod";
import { personOf } from "../../reading/person.ts";
import type { Line } from "../../reading/ranking.ts";
import { recordOf } from "../../words/records.ts";
import type { Measure } from "./event.ts";

const text = z.union([z.string().max(500), z.number().transform(String)]).nullish();
const flags = z.union([z.string().max(500), z.array(z.string().max(40)).max(20)]).nullish();

/** What we read of it; a team has a name of its own, or none but its country. */
export const resultLine = z.object({
  tpAthleteId: text,
  givenName: text,
  familyName: text,
  name: text,
  country: text,
  rank: text,
  performance: text,
  qualification: text,
  recordFlags: flags,
  recordflag: flags,
  results: z
    .array(z.object({ performance: text }))
    .max(20)
    .nullish(),
});
export type ResultLine = z.infer<typeof resultLine>;

/** As a ranking has it. A mark that was struck out (`56.03DQ Rule 163`) is none. */
export function lineOf(given: ResultLine, gender: string, measure: Measure | null): Line {
  const performance = given.performance?.trim() ?? "";
  const irm = irmIn(performance);
  const mark = /^(\d+:){0,2}\d+(\.\d+)?/.exec(performance)?.[0] ?? null;
  const { given: givenName, family: familyName } = nameOf(given);
  const country = given.country?.trim().slice(0, 40) || null;
  const isTeam = familyName === null && givenName === null;
  const name = given.name?.trim() || country || "";
  const records = irm ? [] : flagsOf(given);
  return {
    who: personOf({
      code: given.tpAthleteId?.trim() || [country, givenName, familyName, name].join(":"),
      type: isTeam ? "team" : "athlete",
      givenName,
      familyName,
      name,
      organisation: country,
      gender,
      rank: irm ? null : rankOf(given.rank),
      result: irm ?? mark,
      irm,
    }),
    records: records.map(({ code }) => code),
    equalled: records.filter(({ isEqualled }) => isEqualled).map(({ code }) => code),
    isTime: measure === "time",
  };
}

function nameOf({ givenName, familyName }: ResultLine) {
  return { given: givenName?.trim() || null, family: familyName?.trim() || null };
}

/** In the codes other formats use. */
function irmIn(performance: string): string | null {
  const found = /(?:^|[\d\s])(DQB?|DSQ|DNF|DNS|NMR?|NH|ND)\b/i.exec(performance)?.[1];
  if (!found) return null;
  const code = found.toUpperCase();
  if (code === "DQ") return "DSQ";
  return code.startsWith("N") ? "NM" : code;
}

function rankOf(given: string | null | undefined): number | null {
  const rank = Number(given ?? Number.NaN);
  return Number.isInteger(rank) && rank > 0 ? rank : null;
}

/** Of one reach (world, area, national) the weightiest: whoever has the record has that of the juniors too. */
function flagsOf({ recordFlags, recordflag }: ResultLine) {
  const all = [recordFlags, recordflag]
    .flatMap((each) => (typeof each === "string" ? each.split(/[\s,]+/) : (each ?? [])))
    .map((code) => code.trim().toUpperCase())
    .filter(Boolean)
    .map(recordOf);
  const classes = ["R", "UR", "JR"];
  return all.filter(({ code }, at) => {
    if (all.findIndex((each) => each.code === code) !== at) return false;
    const [, reach, of = ""] = /^([WAN])(U?R|JR)$/.exec(code) ?? [];
    const above = reach ? classes.slice(0, classes.indexOf(of)) : [];
    return !above.some((each) => all.some((other) => other.code === `${reach}${each}`));
  });
}
