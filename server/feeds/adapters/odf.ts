/** ODF, the XML of sports organisers: results, actions, records, medallists, schedules, ceremonies. Pure. */
import { BadMessage } from "../bad-message.ts";
import { readXml } from "../reading/xml.ts";
import type { Reading, ReadingContext, Statement } from "../statement.ts";
import { readActions } from "./odf/actions.ts";
import { readCeremony } from "./odf/ceremonies.ts";
import { readCurrent } from "./odf/current.ts";
import { type Header, headerOf } from "./odf/header.ts";
import { readMedallists } from "./odf/medallists.ts";
import { readRecords } from "./odf/records.ts";
import { readResult } from "./odf/results.ts";
import { readSchedule } from "./odf/schedule.ts";

type Read = (header: Header, context: ReadingContext) => Statement[];

const readers: Record<string, Read> = {
  DT_RESULT: (header) => [readResult(header)],
  DT_MEDALLISTS: (header) => [readMedallists(header)],
  DT_SCHEDULE: readSchedule,
  DT_SCHEDULE_UPDATE: readSchedule,
  DT_CURRENT: (header) => [readCurrent(header)],
  DT_RECORD: readRecords,
  DT_PLAY_BY_PLAY: readActions,
  DT_FLAGBEARERS: (header) => [readCeremony(header)],
  DT_PRESENTER: (header) => [readCeremony(header)],
};
/** Kept, and a sign of life: what they say is said better by the messages above, or is not for the desk. */
const silent = [
  ["KA", "PING", "LOCAL_ON", "LOCAL_OFF", "GLOBAL_GM", "GLOBAL_GN", "NOTIFICATION", "ESL"],
  ["ALERT", "NEWS", "COMMUNICATION", "CODES", "CONFIG", "WEATHER", "ACHIEVEMENT", "FED_RANKING"],
  ["PARTIC", "PARTIC_UPDATE", "PARTIC_TEAMS", "PARTIC_TEAMS_UPDATE", "PARTIC_NAME", "ENTRIES"],
  ["PARTIC_HORSES", "PARTIC_HORSES_UPDATE", "GPS_DATA", "PRESSPHOTOFINISH_LK"],
  ["RESULT_ANALYSIS", "PHASE_RESULT", "CUMULATIVE_RESULT", "RANKING", "BRACKETS"],
  ["POOL_STANDING", "STATS", "MEDALS", "MEDALLISTS_DAY", "MEDALLISTS_DISCIPLINE"],
  ["BIO_ATH", "BIO_TEA", "BIO_COA", "BIO_OFF", "BIO_NOC", "BIO_PAR", "BIO_HOR", "BCK"],
  ["IMAGE", "PIC", "PDF", "AUDIO"],
].flatMap((names) => names.map((name) => `DT_${name}`));

/** What the message states. Throws `BadMessage` naming what was wrong. */
export function readOdf(text: string, context: ReadingContext): Reading {
  return { statements: statementsOf(text, context), once: null };
}

function statementsOf(text: string, context: ReadingContext): Statement[] {
  const header = headerOf(readXml(text), context);
  const read = readers[header.documentType];
  if (read) return read(header, context);
  if (silent.includes(header.documentType)) return [];
  throw new BadMessage(
    422,
    "unknownMessageType",
    `DocumentType "${header.documentType.slice(0, 60)}" is not one we read; send ${Object.keys(readers).join(", ")}`,
    "DocumentType",
  );
}
