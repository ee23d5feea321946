/** Disciplines of multi-sport games in both languages, by three-letter code or by their English name. */
import type { Bilingual } from "#shared/locales.ts";
import { aliasOf } from "../reading/alias.ts";

/** `alone`: its events' own names say the sport. */
export type Discipline = { name: Bilingual; alone: boolean };

const alone = ["ATH", "SWM"];

/** Code, English name, French name. */
const table = `
3X3|3x3 basketball|basket 3x3
ALP|alpine skiing|ski alpin
ARC|archery|tir à l’arc
ATH|athletics|athlétisme
BDM|badminton|badminton
BK3|3x3 basketball|basket 3x3
BKB|basketball|basket-ball
BKG|breaking|breaking
BMF|BMX freestyle|BMX freestyle
BMX|BMX racing|BMX racing
BOB|bobsleigh|bobsleigh
BOX|boxing|boxe
BTH|biathlon|biathlon
CCS|cross-country skiing|ski de fond
CLB|sport climbing|escalade
CRD|road cycling|cyclisme sur route
CSL|canoe slalom|canoë-kayak slalom
CSP|canoe sprint|canoë-kayak sprint
CTR|track cycling|cyclisme sur piste
CUR|curling|curling
DIV|diving|plongeon
EQU|equestrian|équitation
FBL|football|football
FEN|fencing|escrime
FRS|freestyle skiing|ski acrobatique
FSK|figure skating|patinage artistique
GAR|artistic gymnastics|gymnastique artistique
GLF|golf|golf
GRY|rhythmic gymnastics|gymnastique rythmique
GTR|trampoline|trampoline
HBL|handball|handball
HOC|hockey|hockey sur gazon
IHO|ice hockey|hockey sur glace
JUD|judo|judo
KTE|karate|karaté
LUG|luge|luge
MPN|modern pentathlon|pentathlon moderne
MTB|mountain bike|VTT
NCB|Nordic combined|combiné nordique
OWS|marathon swimming|natation marathon
ROW|rowing|aviron
RU7|rugby sevens|rugby à 7
SAL|sailing|voile
SBD|snowboard|snowboard
SHO|shooting|tir
SJP|ski jumping|saut à ski
SKB|skateboarding|skateboard
SKN|skeleton|skeleton
SMT|ski mountaineering|ski-alpinisme
SQU|squash|squash
SRF|surfing|surf
SSK|speed skating|patinage de vitesse
STK|short track speed skating|short-track
SWA|artistic swimming|natation artistique
SWM|swimming|natation
TEN|tennis|tennis
TKW|taekwondo|taekwondo
TRI|triathlon|triathlon
TTE|table tennis|tennis de table
VBV|beach volleyball|beach-volley
VVO|volleyball|volley-ball
WLF|weightlifting|haltérophilie
WPO|water polo|water-polo
WRE|wrestling|lutte
`;
/** Names that results services use beside those above. */
const alsoNamed: Record<string, string> = {
  "cycling BMX freestyle": "BMF",
  "cycling BMX racing": "BMX",
  "cycling mountain bike": "MTB",
  "mountain biking": "MTB",
  "trampoline gymnastics": "GTR",
  "field hockey": "HOC",
  "beach volley": "VBV",
  "short track": "STK",
  "cycling BMX": "BMX",
  "synchronised swimming": "SWA",
  "artistic gymnastic": "GAR",
  gymnastics: "GAR",
  soccer: "FBL",
};

const byCode = new Map(table.trim().split("\n").map(entryOf));
const byName = new Map([
  ...[...byCode.values()].map((each) => [aliasOf(each.name.en), each] as const),
  ...Object.entries(alsoNamed).flatMap(([name, code]) => {
    const known = byCode.get(code);
    return known ? [[aliasOf(name), known] as const] : [];
  }),
]);

/** The discipline; null when neither its code nor its English name is one we know. */
export function disciplineOf(codeOrName: string): Discipline | null {
  return byCode.get(codeOrName) ?? byName.get(aliasOf(codeOrName)) ?? null;
}

function entryOf(line: string): [string, Discipline] {
  const [code = "", en = "", fr = ""] = line.split("|");
  return [code, { name: { fr, en }, alone: alone.includes(code) }];
}
