/** What the eye must be able to tell apart, measured on the tokens themselves (WCAG 2.2; CIEDE2000 under the three dichromacies). */
import { readFileSync } from "node:fs";
import {
  type Color,
  differenceCiede2000,
  filterDeficiencyDeuter,
  filterDeficiencyProt,
  filterDeficiencyTrit,
  parse,
  wcagContrast,
} from "culori";
import { expect, test } from "vitest";

const css = readFileSync(new URL("../../client/ui/tokens.css", import.meta.url), "utf8");
const [, night = "", paper = ""] = css.split(/:root(?:\[data-theme="paper"\])? \{/);
const tokensIn = (rules: string) =>
  Object.fromEntries(
    [...rules.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name!, value!]),
  );
const themes = {
  night: tokensIn(night),
  paper: { ...tokensIn(night), ...tokensIn(paper) },
};

const states = ["standby", "held", "sending", "air", "uncertain", "failed"];
/** Fills and what is written on them. */
const written = [
  ["standby-ink", "standby"],
  ["held-ink", "held"],
  ["air-ink", "air-fill"],
  ["standby-cap-ink", "standby-cap"],
  ["cap-ink", "cap"],
  ["ink-0", "hi"],
];
const grounds = ["ink-0", "ink-1", "ink-2"];
const eyes: Record<string, (colour: Color) => Color> = {
  "full colour vision": (colour) => colour,
  protanopia: filterDeficiencyProt(1),
  deuteranopia: filterDeficiencyDeuter(1),
  tritanopia: filterDeficiencyTrit(1),
};

for (const [theme, tokens] of Object.entries(themes)) {
  const colour = (name: string): Color => {
    const value = parse(tokens[name] ?? "");
    if (!value) throw new Error(`${theme} has no colour --${name}`);
    return value;
  };
  const contrast = (a: string, b: string) => wcagContrast(colour(a), colour(b));

  test(`on the ${theme} theme every text can be read on every ground`, () => {
    const pairs = grounds.flatMap((ground) =>
      ["hi", "mid", "low", ...states].map((text) => [text, ground]),
    );
    const poor = [...pairs, ...written, ["failed-hi", "ink-2"], ["uncertain", "hatch-b"]]
      .map(([text, ground]) => `${text} on ${ground}: ${contrast(text!, ground!).toFixed(2)}`)
      .filter((line) => Number(line.split(": ")[1]) < 4.5);
    expect(poor).toEqual([]);
  });

  test(`on the ${theme} theme the edge of a control can be seen on every ground`, () => {
    const faint = grounds.filter((ground) => contrast("edge", ground) < 3);
    expect(faint).toEqual([]);
  });

  test.each(Object.keys(eyes))(
    `on the ${theme} theme no two states look alike with %s`,
    (vision) => {
      const see = eyes[vision]!;
      const apart = differenceCiede2000();
      const alike = states.flatMap((one, nth) =>
        states
          .slice(nth + 1)
          .map((other) => ({ one, other, by: apart(see(colour(one)), see(colour(other))) }))
          .filter(({ by }) => by < 15)
          .map(({ other, by }) => `${one} and ${other}: ${by.toFixed(1)}`),
      );
      expect(alike).toEqual([]);
    },
  );
}
