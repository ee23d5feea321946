/** What a spotter can press: the emotion no feed carries, in words that say no more than what was pressed. */
import { z } from "zod";
import type { Bilingual } from "./locales.ts";

export const feelings = [
  "joy",
  "tears",
  "embrace",
  "feat",
  "fairPlay",
  "crowd",
  "incident",
  "flag",
] as const;
export const feeling = z.enum(feelings);
export type Feeling = z.infer<typeof feeling>;

/** On the key, and at the head of the moment it makes. */
export const feelingWords: Record<Feeling, Bilingual> = {
  joy: { fr: "Joie", en: "Joy" },
  tears: { fr: "Larmes", en: "Tears" },
  embrace: { fr: "Étreinte", en: "Embrace" },
  feat: { fr: "Exploit", en: "Feat" },
  fairPlay: { fr: "Fair-play", en: "Fair play" },
  crowd: { fr: "Foule", en: "Crowd" },
  incident: { fr: "Incident", en: "Incident" },
  flag: { fr: "Drapeau", en: "Flag" },
};

/** How far a press may lie ahead of the record's clock and behind it, and from when it counts as late; milliseconds. */
export const pressAheadMs = 5000;
export const pressOldMs = 12 * 3_600_000;
export const pressLateMs = 60_000;
