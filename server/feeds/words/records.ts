/** Records by their codes, in both languages. */
import type { Bilingual } from "#shared/locales.ts";

/** Code, French name, English name. */
const table = `
WR|Record du monde|World record
OR|Record de la compétition|Competition record
AR|Record continental|Area record
NR|Record national|National record
AF|Record d’Afrique|African record
AM|Record des Amériques|Americas record
AS|Record d’Asie|Asian record
ER|Record d’Europe|European record
NA|Record d’Amérique du Nord|North American record
OC|Record d’Océanie|Oceanian record
SA|Record d’Amérique du Sud|South American record
WB|Meilleure performance mondiale|World best
OB|Meilleure performance de la compétition|Competition best
WDB|Meilleure performance mondiale en décathlon|World decathlon best
WHB|Meilleure performance mondiale en heptathlon|World heptathlon best
ODB|Meilleure performance de la compétition en décathlon|Competition decathlon best
OHB|Meilleure performance de la compétition en heptathlon|Competition heptathlon best
FWR|Record du monde des finales|World record in a final
FOR|Record de la compétition des finales|Competition record in a final
FWRJ|Record du monde juniors des finales|World junior record in a final
W|Record du monde à un passage|World record at an intermediate distance
O|Record de la compétition à un passage|Competition record at an intermediate distance
J|Record du monde juniors à un passage|World junior record at an intermediate distance
WJ|Record du monde juniors|World junior record
WJR|Record du monde juniors|World junior record
JWR|Record du monde juniors|World junior record
WRJ|Record du monde juniors|World junior record
AJR|Record continental juniors|Area junior record
NJR|Record national juniors|National junior record
WUR|Record du monde espoirs|World under-23 record
AUR|Record continental espoirs|Area under-23 record
NUR|Record national espoirs|National under-23 record
WU20R|Record du monde des moins de 20 ans|World under-20 record
WD20B|Meilleure performance mondiale des moins de 20 ans en décathlon|World under-20 decathlon best
WH20B|Meilleure performance mondiale des moins de 20 ans en heptathlon|World under-20 heptathlon best
`;
const byCode = new Map(
  table
    .trim()
    .split("\n")
    .map((line): [string, Bilingual] => {
      const [code = "", fr = "", en = ""] = line.split("|");
      return [code, { fr, en }];
    }),
);
/** Bests of a person or a season, and lists of marks: no record has fallen. */
const silent = "PB SB WL WJL ALL BOP SBP TOT WRC".split(" ");

/** The record's name; a code we never heard of is quoted. */
export function recordName(code: string): Bilingual {
  return { ...(byCode.get(code) ?? { fr: `Record (${code})`, en: `Record (${code})` }) };
}

/** Whether it is a record we have a name for, or one that is no record to a desk. */
export function isKnownRecord(code: string): boolean {
  return byCode.has(recordOf(code).code) || silent.includes(code);
}

/** Whether a mark of this code is news. */
export function isRecord(code: string): boolean {
  return !silent.includes(code);
}

/** `EWR` and `=WR` are a world record that was equalled. */
export function recordOf(code: string): { code: string; isEqualled: boolean } {
  const bare = code.replace(/^=/, "");
  if (bare !== code) return { code: bare, isEqualled: true };
  const rest = code.slice(1);
  const isEqualled = code.startsWith("E") && !byCode.has(code) && byCode.has(rest);
  return { code: isEqualled ? rest : code, isEqualled };
}
