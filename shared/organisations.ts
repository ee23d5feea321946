/** Delegations: three-letter sport codes, and their names in both languages by way of ISO countries. */
import type { Bilingual } from "./locales.ts";

const countries =
  "AFG:AF ALB:AL ALG:DZ AND:AD ANG:AO ANT:AG ARG:AR ARM:AM ARU:AW ASA:AS AUS:AU AUT:AT AZE:AZ BAH:BS BAN:BD BAR:BB BDI:BI " +
  "BEL:BE BEN:BJ BER:BM BHU:BT BIH:BA BIZ:BZ BLR:BY BOL:BO BOT:BW BRA:BR BRN:BH BRU:BN BUL:BG BUR:BF CAF:CF CAM:KH CAN:CA " +
  "CAY:KY CGO:CG CHA:TD CHI:CL CHN:CN CIV:CI CMR:CM COD:CD COK:CK COL:CO COM:KM CPV:CV CRC:CR CRO:HR CUB:CU CYP:CY CZE:CZ " +
  "DEN:DK DJI:DJ DMA:DM DOM:DO ECU:EC EGY:EG ERI:ER ESA:SV ESP:ES EST:EE ETH:ET FIJ:FJ FIN:FI FRA:FR FSM:FM GAB:GA GAM:GM " +
  "GBR:GB GBS:GW GEO:GE GEQ:GQ GER:DE GHA:GH GRE:GR GRN:GD GUA:GT GUI:GN GUM:GU GUY:GY HAI:HT HKG:HK HON:HN HUN:HU INA:ID " +
  "IND:IN IRI:IR IRL:IE IRQ:IQ ISL:IS ISR:IL ISV:VI ITA:IT IVB:VG JAM:JM JOR:JO JPN:JP KAZ:KZ KEN:KE KGZ:KG KIR:KI KOR:KR " +
  "KOS:XK KSA:SA KUW:KW LAO:LA LAT:LV LBA:LY LBN:LB LBR:LR LCA:LC LES:LS LIE:LI LTU:LT LUX:LU MAD:MG MAR:MA MAS:MY MAW:MW " +
  "MDA:MD MDV:MV MEX:MX MGL:MN MHL:MH MKD:MK MLI:ML MLT:MT MNE:ME MON:MC MOZ:MZ MRI:MU MTN:MR MYA:MM NAM:NA NCA:NI NED:NL " +
  "NEP:NP NGR:NG NIG:NE NOR:NO NRU:NR NZL:NZ OMA:OM PAK:PK PAN:PA PAR:PY PER:PE PHI:PH PLE:PS PLW:PW PNG:PG POL:PL POR:PT " +
  "PRK:KP PUR:PR QAT:QA ROU:RO RSA:ZA RUS:RU RWA:RW SAM:WS SEN:SN SEY:SC SGP:SG SKN:KN SLE:SL SLO:SI SMR:SM SOL:SB SOM:SO " +
  "SRB:RS SRI:LK SSD:SS STP:ST SUD:SD SUI:CH SUR:SR SVK:SK SWE:SE SWZ:SZ SYR:SY TAN:TZ TGA:TO THA:TH TJK:TJ TKM:TM TLS:TL " +
  "TOG:TG TPE:TW TTO:TT TUN:TN TUR:TR TUV:TV UAE:AE UGA:UG UKR:UA URU:UY USA:US UZB:UZ VAN:VU VEN:VE VIE:VN VIN:VC YEM:YE " +
  "ZAM:ZM ZIM:ZW " +
  // Codes that some services still write.
  "LIB:LB SIN:SG";

/** Delegations that are no country, or whose sporting name is not the country's. */
const others: Record<string, Bilingual> = {
  AHO: { fr: "Antilles néerlandaises", en: "Netherlands Antilles" },
  AIN: { fr: "Athlètes individuels neutres", en: "Individual Neutral Athletes" },
  ANZ: { fr: "Australasie", en: "Australasia" },
  CGO: { fr: "Congo", en: "Congo" },
  CIS: { fr: "Communauté des États indépendants", en: "Commonwealth of Independent States" },
  COD: { fr: "RD Congo", en: "DR Congo" },
  EOR: { fr: "Équipe des réfugiés", en: "Refugee Team" },
  EUN: { fr: "Équipe unifiée", en: "Unified Team" },
  FRG: { fr: "Allemagne de l’Ouest", en: "West Germany" },
  GBR: { fr: "Grande-Bretagne", en: "Great Britain" },
  GDR: { fr: "Allemagne de l’Est", en: "East Germany" },
  HKG: { fr: "Hong Kong", en: "Hong Kong" },
  IOA: { fr: "Athlètes indépendants", en: "Independent Athletes" },
  IOP: { fr: "Participants indépendants", en: "Independent Participants" },
  MYA: { fr: "Myanmar", en: "Myanmar" },
  PLE: { fr: "Palestine", en: "Palestine" },
  ROT: { fr: "Équipe des réfugiés", en: "Refugee Team" },
  SCG: { fr: "Serbie-et-Monténégro", en: "Serbia and Montenegro" },
  TAH: { fr: "Tahiti", en: "Tahiti" },
  TCH: { fr: "Tchécoslovaquie", en: "Czechoslovakia" },
  TPE: { fr: "Taipei chinois", en: "Chinese Taipei" },
  URS: { fr: "URSS", en: "Soviet Union" },
  YUG: { fr: "Yougoslavie", en: "Yugoslavia" },
};

const isoOf = new Map(countries.split(" ").map((pair) => [pair.slice(0, 3), pair.slice(4)]));
const french = new Intl.DisplayNames("fr", { type: "region" });
const english = new Intl.DisplayNames("en", { type: "region" });

/** Every code we know. */
export const organisationCodes: readonly string[] = [
  ...new Set([...isoOf.keys(), ...Object.keys(others)]),
].toSorted();

/** The delegation's name; null when the code is not one we know. */
export function organisationName(code: string): Bilingual | null {
  const other = others[code];
  if (other) return { ...other };
  const iso = isoOf.get(code);
  if (!iso) return null;
  return { fr: french.of(iso) ?? code, en: english.of(iso) ?? code };
}

/** Names that sport uses beside the dictionary's. */
const alsoNamed =
  "czech republic:CZE great britain:GBR united states of america:USA chinese taipei:TPE";
const codeOf = new Map([
  ...[...isoOf].flatMap(([code, iso]) => [
    [(english.of(iso) ?? code).toLowerCase(), code] as const,
    [(french.of(iso) ?? code).toLowerCase(), code] as const,
  ]),
  ...[...alsoNamed.matchAll(/([a-z ]+):([A-Z]{3}) ?/g)].map(
    ([, name = "", code = ""]) => [name, code] as const,
  ),
]);

/** The three-letter code of a country by its name in either language, or its code; null when it is none we know. */
export function organisationNamed(name: string): string | null {
  const given = name.trim();
  return isoOf.has(given) ? given : (codeOf.get(given.toLowerCase()) ?? null);
}
