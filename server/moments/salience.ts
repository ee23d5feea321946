/** How much a moment matters: a sum of explained points, each from a field an editor can check. No mood is invented. */
import type { Bilingual } from "#shared/locales.ts";
import type { Moment, Reason } from "#shared/moments.ts";
import type { Draft } from "./draft.ts";

/** Points of each sign. A medal's colour, a record's code, and the rest by name. */
const points = {
  medals: { gold: 40, silver: 25, bronze: 20 },
  records: { WR: 40, OR: 30, NR: 10, PB: 3 },
  firstEver: 40,
  final: 20,
  closeFinish: 15,
  lead: 10,
  disqualification: 20,
  spotted: 20,
  ceremony: 10,
  schedule: 15,
} as const;

const closeSeconds = 0.05;

const medalNames = {
  gold: { fr: "médaille d’or", en: "gold medal" },
  silver: { fr: "médaille d’argent", en: "silver medal" },
  bronze: { fr: "médaille de bronze", en: "bronze medal" },
} as const;
const recordNames: Record<keyof typeof points.records, Bilingual> = {
  WR: { fr: "record du monde", en: "world record" },
  OR: { fr: "record de la compétition", en: "competition record" },
  NR: { fr: "record national", en: "national record" },
  PB: { fr: "record personnel", en: "personal best" },
};

/** The score of a draft and its reasons, heaviest first. */
export function salienceOf(draft: Draft, firstEver: boolean): Moment["salience"] {
  const reasons = [
    ...medalReasons(draft, firstEver),
    ...recordReasons(draft),
    ...finishReasons(draft),
    ...kindReasons(draft),
  ].toSorted((a, b) => b.points - a.points);
  return { score: reasons.reduce((sum, each) => sum + each.points, 0), reasons };
}

function medalReasons({ facts, participants }: Draft, firstEver: boolean): Reason[] {
  if (!facts.medal) return [];
  const reasons = [
    reason(facts.medal, points.medals[facts.medal], medalNames[facts.medal], "Medal@Code"),
  ];
  if (firstEver) {
    const who = participants[0]?.organisation ?? "";
    const text = {
      fr: `première médaille de l’histoire (${who})`,
      en: `first medal ever (${who})`,
    };
    reasons.push(reason("firstEver", points.firstEver, text, "campaign.neverMedalled"));
  }
  return reasons;
}

function recordReasons({ marks }: Draft): Reason[] {
  return [...new Set(marks.records)]
    .filter(isScored)
    .map((code) =>
      reason(`record${code}`, points.records[code], recordNames[code], "RecordIndicator@Code"),
    );
}

function isScored(code: string): code is keyof typeof points.records {
  return Object.hasOwn(points.records, code);
}

function finishReasons({ kind, marks, facts }: Draft): Reason[] {
  if (kind !== "result" && facts.medal !== "gold") return [];
  const reasons: Reason[] = [];
  if (kind === "result" && marks.final)
    reasons.push(reason("final", points.final, { fr: "finale", en: "final" }, "DocumentCode"));
  if (marks.gapSeconds !== null && marks.gapSeconds <= closeSeconds) {
    const gap = marks.gapSeconds.toFixed(2);
    const text = {
      fr: `arrivée serrée : ${gap.replace(".", ",")} s`,
      en: `close finish: ${gap} s`,
    };
    reasons.push(reason("closeFinish", points.closeFinish, text, "Result@Result"));
  }
  return reasons;
}

function kindReasons({ kind, marks }: Draft): Reason[] {
  if (kind === "lead")
    return [
      reason("lead", points.lead, { fr: "changement de leader", en: "lead change" }, "Result@Rank"),
    ];
  if (kind === "emotion")
    return [
      reason("spotted", points.spotted, { fr: "vu par quelqu’un", en: "seen by a person" }, "type"),
    ];
  if (kind === "ceremony")
    return [
      reason("ceremony", points.ceremony, { fr: "cérémonie", en: "ceremony" }, "Unit@PhaseType"),
    ];
  if (kind === "schedule") {
    return [
      reason(
        "schedule",
        points.schedule,
        { fr: "programme modifié", en: "schedule change" },
        "Unit@ScheduleStatus",
      ),
    ];
  }
  if (kind === "disqualification") {
    const text = marks.final
      ? { fr: "disqualification en finale", en: "disqualified in a final" }
      : { fr: "disqualification", en: "disqualification" };
    return [reason("disqualification", points.disqualification, text, "Result@IRM")];
  }
  return [];
}

function reason(code: string, worth: number, text: Bilingual, field: string): Reason {
  return { code, points: worth, text: { ...text }, field };
}
