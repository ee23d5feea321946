/** ODF, the XML of sports organisers: results, medallists and schedule updates. Pure. */
import { BadMessage } from "../bad-message.ts";
import type { Reading, ReadingContext, Statement } from "../statement.ts";
import { headerOf } from "./odf/header.ts";
import { readMedallists } from "./odf/medallists.ts";
import { readResult } from "./odf/results.ts";
import { readSchedule } from "./odf/schedule.ts";
import { readXml } from "./odf/xml.ts";

const types = ["DT_RESULT", "DT_MEDALLISTS", "DT_SCHEDULE_UPDATE"];

/** What the message states. Throws `BadMessage` naming what was wrong. */
export function readOdf(text: string, context: ReadingContext): Reading {
  return { statements: statementsOf(text, context), once: null };
}

function statementsOf(text: string, context: ReadingContext): Statement[] {
  const header = headerOf(readXml(text), context);
  switch (header.documentType) {
    case "DT_RESULT":
      return [readResult(header)];
    case "DT_MEDALLISTS":
      return [readMedallists(header)];
    case "DT_SCHEDULE_UPDATE":
      return readSchedule(header, context);
    default:
      throw new BadMessage(
        422,
        "unknownMessageType",
        `DocumentType "${header.documentType.slice(0, 60)}" is not one we read; send ${types.join(", ")}`,
        "DocumentType",
      );
  }
}
