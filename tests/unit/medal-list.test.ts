import { expect, test } from "vitest";
import { readMedals } from "#server/feeds/adapters/medals.ts";
import { splitName } from "#server/feeds/reading/person.ts";
import { eventGender, eventName } from "#server/feeds/words/names.ts";
import { evening, judoMedals, type Listed, listCsv, rugbyMedals } from "../fixtures/medal-list.ts";

const context = { venueZone: "Europe/Paris", receivedAt: 0, settings: {} };

/** `medal CODE person` of each medal read. */
function medals(text: string): string[] {
  const [statement] = readMedals(text, context).statements;
  return (statement?.listed ?? [])
    .map(({ medal, organisation, isTeam, people }) =>
      `${medal} ${organisation} ${isTeam ? "team" : people.join()}`.trim(),
    )
    .toSorted();
}
const rows = (event: string, ...people: string[]): Listed[] =>
  people.map((each) => {
    const [color = "", code = "", name = ""] = each.split(" ");
    return [code, name, "Anything", event, color];
  });

test("a relay's rows are one medal, two bronzes of a delegation are two, two pairs of one are two", () => {
  expect(medals(listCsv(evening))).toEqual([
    "bronze KEN CHEMOI Ruth",
    "bronze USA BELL Kim",
    "bronze USA HART June",
    "gold CHN team",
    "gold FRA team",
    "gold ITA RIVA Luisa",
    "gold LCA FERROL Ana",
    "silver CHN team",
    "silver JPN team",
    "silver NED van ROIJ Britt",
  ]);
});

test.each([
  [
    "two who tie where another medal has one row",
    "Women",
    ["G FRA a", "S ITA b", "B USA c", "B USA d"],
    4,
  ],
  [
    "teams of an event that does not say so",
    "Men",
    ["G FRA a", "G FRA b", "S FIJ c", "S FIJ d"],
    2,
  ],
  ["more rows than can tie", "Men", ["G FRA a", "G FRA b", "G FRA c", "S FIJ d"], 2],
  ["a pair whose partner is not listed yet", "Men's Doubles", ["G AUS a", "G AUS b", "S USA c"], 2],
  ["two bronzes of a weight, before any other medal", "Women -48 kg", ["B KOR a", "B KOR b"], 2],
  ["one pair alone", "Mixed Doubles", ["B KOR a", "B KOR b"], 1],
  ["a person listed twice", "Men's Singles", ["G SRB a", "G SRB a", "S ESP b"], 2],
  ["the people of a double trap", "Men's Double Trap", ["G GBR a", "S GBR b", "B IND c"], 3],
])("%s", (_, event, people, count) => {
  expect(medals(listCsv(rows(event, ...people)))).toHaveLength(count);
});

test("columns may have other names and come in any order, and say more", () => {
  const other = [
    "Sport,Event_Name,NOC,Athlete,Medal,Points",
    'Judo,"Women -55 kg",GEO,LOMIDZE Nino,Gold Medal,3',
    'Judo,"Women -55 kg",Brazil,ROCHA Bia,ME_BRONZE,1',
    'Judo,"Women -55 kg",CUB,DIAZ Iris,bronze,1',
  ].join("\n");
  expect(medals(other)).toEqual(medals(listCsv(judoMedals)));
  expect(medals(`\uFEFF${listCsv(rugbyMedals)}`)).toEqual(["gold FIJ team"]);
  expect(medals('[{"CODE":"FIJ","Discipline":"Rugby Sevens","Event":"Men","Color":"G"}]')).toEqual([
    "gold FIJ",
  ]);
  expect(medals("code,name,discipline,event,color\n")).toEqual([]);
  expect(medals("[]")).toEqual([]);
});

test.each([
  ["name,discipline,event,color\nA B,Judo,Women,G", "code: there is no such column"],
  ["<html>busy</html>", "code: there is no such column"],
  ["", "code: there is no such column"],
  ["code,discipline,event,color\nFRA,Judo,Women,W", 'color: "W" in row 1 is no medal'],
  ["code,discipline,event,color\nAtlantis,Judo,Women,G", 'code: "Atlantis" in row 1'],
  ["code,discipline,event,color\nFRA,,Women,G", "discipline: is missing in row 1"],
  ["code,discipline,event,color\nFRA,Judo", "not CSV with a header at 2"],
  ['{"medals":[]}', "observedAt: "],
  ['{"observedAt":"today","medals":[]}', "observedAt: "],
  ['{"error":"busy"}', "observedAt: "],
])("%j is refused, and why", (text, why) => {
  expect(() => readMedals(text, context)).toThrow(why);
});

test.each([
  ["KIPYEGON Faith", "KIPYEGON", "Faith"],
  ["van OPZEELAND Luuc", "van OPZEELAND", "Luuc"],
  ["Mc SHARRY Mona", "Mc SHARRY", "Mona"],
  ["CHEN Qing Chen", "CHEN", "Qing Chen"],
  ["Ana Ferrol", null, null],
])("of %s, who is whose family is known by the capitals", (name, familyName, givenName) => {
  expect(splitName(name)).toEqual({ familyName, givenName });
});

test.each([
  [
    "Shooting",
    "25m Pistol Women",
    "tir, pistolet à 25 m femmes",
    "shooting, women's 25 m pistol",
    "W",
  ],
  [
    "Rowing",
    "Lightweight Men's Double Sculls",
    "aviron, deux de couple poids légers hommes",
    "rowing, men's lightweight double sculls",
    "M",
  ],
  ["Rugby Sevens", "Men", "rugby à 7 hommes", "men's rugby sevens", "M"],
  ["Badminton", "Mixed Doubles", "badminton, double mixte", "badminton, mixed doubles", null],
  ["Boxing", "Men's 63.5kg", "boxe, 63,5 kg hommes", "boxing, men's 63.5 kg", "M"],
  ["Athletics", "4 x 400m Relay Mixed", "relais 4 x 400 m mixte", "mixed 4 x 400 m relay", null],
  [
    "Cycling Road",
    "Women's Road Race",
    "cyclisme sur route, course en ligne femmes",
    "road cycling, women's road race",
    "W",
  ],
  ["Kite Fighting", "Women's Freestyle", "freestyle femmes", "women's freestyle", "W"],
])("%s, %s has its name in both languages", (discipline, event, fr, en, gender) => {
  expect(eventName(discipline, event)).toEqual({ fr, en });
  expect(eventGender(event)).toBe(gender);
});
