import { expect, test } from "vitest";
import { enAgreeing } from "#client/messages/en-agreeing.ts";
import { enCharter } from "#client/messages/en-charter.ts";
import { enNear } from "#client/messages/en-near.ts";
import { enAttention } from "#client/messages/en-attention.ts";
import { enFeeds } from "#client/messages/en-feeds.ts";
import { enHolds } from "#client/messages/en-holds.ts";
import { enKeys } from "#client/messages/en-keys.ts";
import { enMode } from "#client/messages/en-mode.ts";
import { enRundown } from "#client/messages/en-rundown.ts";
import { enSpotter } from "#client/messages/en-spotter.ts";
import { enHowToStart } from "#client/messages/en-how-to-start.ts";
import { enToMoment } from "#client/messages/en-to-moment.ts";
import { enWatch } from "#client/messages/en-watch.ts";
import { en as enFirst } from "#client/messages/en.ts";
import { frAgreeing } from "#client/messages/fr-agreeing.ts";
import { frCharter } from "#client/messages/fr-charter.ts";
import { frNear } from "#client/messages/fr-near.ts";
import { frAttention } from "#client/messages/fr-attention.ts";
import { frFeeds } from "#client/messages/fr-feeds.ts";
import { frHolds } from "#client/messages/fr-holds.ts";
import { frKeys } from "#client/messages/fr-keys.ts";
import { frMode } from "#client/messages/fr-mode.ts";
import { frRundown } from "#client/messages/fr-rundown.ts";
import { frSpotter } from "#client/messages/fr-spotter.ts";
import { frHowToStart } from "#client/messages/fr-how-to-start.ts";
import { frToMoment } from "#client/messages/fr-to-moment.ts";
import { frWatch } from "#client/messages/fr-watch.ts";
import { fr as frFirst } from "#client/messages/fr.ts";
import { commands } from "#shared/commands.ts";
import { refusalCodes } from "#shared/errors.ts";
import { feedProblemCodes, writtenFields } from "#shared/feed-problems.ts";
import { feedSettings } from "#shared/feeds.ts";

/** With the parts that are fetched when they are first opened. */
const fr = {
  ...frFirst,
  ...frRundown,
  ...frSpotter,
  ...frFeeds,
  ...frWatch,
  ...frHolds,
  ...frKeys,
  ...frMode,
  ...frAttention,
  ...frNear,
  ...frHowToStart,
  ...frToMoment,
  ...frCharter,
  ...frAgreeing,
};
const en = {
  ...enFirst,
  ...enRundown,
  ...enSpotter,
  ...enFeeds,
  ...enWatch,
  ...enHolds,
  ...enKeys,
  ...enMode,
  ...enAttention,
  ...enNear,
  ...enHowToStart,
  ...enToMoment,
  ...enCharter,
  ...enAgreeing,
};

/** The values a wording asks for. */
function valuesIn(wording: string): string[] {
  return [...new Set([...wording.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name!))].sort();
}

test("French and English say the same things, with the same values", () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(fr).sort());
  for (const [key, wording] of Object.entries(fr))
    expect({ key, values: valuesIn(en[key as keyof typeof fr]) }).toEqual({
      key,
      values: valuesIn(wording),
    });
});

test("every refusal has words in both languages", () => {
  for (const code of refusalCodes)
    for (const wording of [fr, en]) expect(wording[`refusal.${code}`].length).toBeGreaterThan(0);
});

test("whatever can be wrong with a feed has words in both languages, and whatever is typed of it, too", () => {
  const chosen = [
    "feedId",
    "format",
    "connector",
    "settings",
    "settings.bestOf",
    "settings.keyHeader",
  ];
  const fields = Object.keys(commands["feed.test"].input.shape);
  const settings = Object.keys(feedSettings.shape).map((each) => `settings.${each}`);
  const typed = [...fields, ...settings].filter((each) => !chosen.includes(each));
  expect([...writtenFields].sort()).toEqual(typed.sort());
  const problems = Object.keys(fr).filter((key) => key.startsWith("feeds.problem."));
  expect(problems.sort()).toEqual(feedProblemCodes.map((code) => `feeds.problem.${code}`).sort());
  for (const field of writtenFields)
    for (const wording of [fr, en]) expect(wording[`feeds.wrong.${field}`]).toBeTruthy();
});

test("French double punctuation never starts a line, and apostrophes are typographic", () => {
  for (const [key, wording] of Object.entries(fr)) {
    const plain = wording.replaceAll(/\{[^{}]*\{?/g, "");
    expect({ key, odd: / [;!?:»]/.test(plain) || plain.includes("'") }).toEqual({
      key,
      odd: false,
    });
  }
});
