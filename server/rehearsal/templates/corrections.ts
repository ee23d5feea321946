/** What puts right what is public: sober, what was said and what holds, and nothing more. */
import { momentKinds } from "#shared/moments.ts";
import { bothWays, type StartingTemplate } from "./wording.ts";

/** What to say in each case: other words, another mark, nothing but the rest, and a word that was taken back and holds again. */
type Cases = { words: string; mark: string; rest: string; again: string };

function byCase({ words, mark, rest, again }: Cases): string {
  const marks = `{% assign now = "" %}{% if has.result %}{% assign now = result %}{% endif %}{% assign then = now %}{% if has.beforeResult %}{% assign then = beforeResult %}{% endif %}`;
  const same = `${marks}{% if now != then and now != "" %}${mark}{% else %}${rest}{% endif %}`;
  return `{% if has.before %}{% if before == headline %}${same}{% else %}${words}{% endif %}{% else %}${again}{% endif %}`;
}

const fr = byCase({
  words: `Nous avions écrit : « {{ before }} ». Ce n'est plus exact.\n\nDésormais : {{ headline }}.`,
  mark: `{{ headline }} : {{ now }}, et non {{ then }}.`,
  rest: `{{ headline }}. Le détail a changé depuis notre message.`,
  again: `{{ headline }}. L'information est rétablie.`,
});
const en = byCase({
  words: `We posted: “{{ before }}”. That no longer stands.\n\nIt is now: {{ headline }}.`,
  mark: `{{ headline }}: {{ now }}, not {{ then }}.`,
  rest: `{{ headline }}. The details have changed since we posted.`,
  again: `{{ headline }}. This stands again.`,
});
const frOnX = byCase({
  words: `{{ headline }} (et non : {{ before }}).`,
  mark: `{{ headline }} : {{ now }}, et non {{ then }}.`,
  rest: `{{ headline }}. Le détail a changé depuis notre message.`,
  again: `{{ headline }}. L'information est rétablie.`,
});
const enOnX = byCase({
  words: `{{ headline }} (not: {{ before }}).`,
  mark: `{{ headline }}: {{ now }}, not {{ then }}.`,
  rest: `{{ headline }}. The details have changed since we posted.`,
  again: `{{ headline }}. This stands again.`,
});

export const correctionTemplates: readonly StartingTemplate[] = [
  {
    slug: "correction",
    picture: null,
    tone: "sober",
    name: { fr: "Correction", en: "Correction" },
    fits: { kinds: [...momentKinds], medals: null, firstEver: null, corrected: true },
    variants: bothWays(`Correction.\n\n${fr} #RebondLive`, `Correction.\n\n${en} #RebondLive`, {
      fr: `Correction. ${frOnX} #RebondLive`,
      en: `Correction. ${enOnX} #RebondLive`,
    }),
  },
  {
    slug: "retraction",
    picture: null,
    tone: "sober",
    name: { fr: "Rétractation", en: "Retraction" },
    fits: { kinds: [...momentKinds], medals: null, firstEver: null, withdrawn: true },
    variants: bothWays(
      `Correction.\n\nNous avions écrit : « {{ before }} ». Ce n'est plus exact : l'information a été retirée. #RebondLive`,
      `Correction.\n\nWe posted: “{{ before }}”. That no longer stands: it has been withdrawn. #RebondLive`,
      {
        fr: `Correction. L'information « {{ before }} » a été retirée. #RebondLive`,
        en: `Correction. “{{ before }}” has been withdrawn. #RebondLive`,
      },
    ),
  },
];
