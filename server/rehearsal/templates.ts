/** The templates a new desk starts with: short, warm, exact; they quote only what their moments have. */
import type { Bilingual } from "#shared/locales.ts";
import type { Template } from "#shared/templates.ts";
import type { PictureName } from "./pictures.ts";

export type StartingTemplate = Pick<Template, "slug" | "name" | "fits" | "variants"> & {
  picture: PictureName | null;
};

/** A team is named by its country, in the post's language; an athlete by name. */
const who = `{% if participant.type == "team" %}{{ participant.country }}{% else %}{{ participant.name }}{% endif %}`;
const opponent = who.replaceAll("participant", "opponent");

export const templates: readonly StartingTemplate[] = [
  {
    slug: "gold-first-ever",
    picture: "first-light",
    name: { fr: "Or, première médaille de l’histoire", en: "Gold, first medal ever" },
    fits: { kinds: ["medal"], medals: ["gold"], firstEver: true },
    variants: bothWays(
      `{{ participant.country }} : première médaille de l'histoire, et elle est en or.\n\n${who}, {{ participant | agree: "champion", "championne", "au sommet", "champions", "championnes" }} : {{ event }}.\n\nCe soir, tout un pays est debout. #RebondLive`,
      `A first medal in history for {{ participant.country }}, and it is gold.\n\n${who}, {{ participant | agree: "champion", "champion", "on top", "champions", "champions" }}: {{ event }}.\n\nTonight a whole country is on its feet. #RebondLive`,
      {
        fr: `{{ participant.country }}, première médaille de l'histoire : l'or !\n\n${who}, {{ event }}. #RebondLive`,
        en: `{{ participant.country }} has its first medal ever, and it is gold!\n\n${who}, {{ event }}. #RebondLive`,
      },
    ),
  },
  {
    slug: "gold",
    picture: "gold",
    name: { fr: "Or", en: "Gold" },
    fits: { kinds: ["medal"], medals: ["gold"], firstEver: null },
    variants: bothWays(
      `${who} en or ! {{ participant | agree: "Champion", "Championne", "Au sommet", "Champions", "Championnes" }} : {{ event }}.\n\nMerci pour cette soirée. #RebondLive`,
      `Gold for ${who}! {{ participant | agree: "Champion", "Champion", "On top", "Champions", "Champions" }}: {{ event }}.\n\nThank you for tonight. #RebondLive`,
    ),
  },
  {
    slug: "silver-bronze",
    picture: "silver-bronze",
    name: { fr: "Argent ou bronze", en: "Silver or bronze" },
    fits: { kinds: ["medal"], medals: ["silver", "bronze"], firstEver: null },
    variants: bothWays(
      `${who}, {% if medal == "silver" %}médaille d'argent{% else %}médaille de bronze{% endif %} : {{ event }}.\n\n{{ participant | agree: "Il est allé la chercher", "Elle est allée la chercher", "Une médaille gagnée", "Ils sont allés la chercher", "Elles sont allées la chercher" }} jusqu'au bout. #RebondLive`,
      `{% if medal == "silver" %}Silver{% else %}Bronze{% endif %} for ${who}, {{ event }}.\n\nEarned all the way to the end. #RebondLive`,
    ),
  },
  {
    slug: "first-medal-ever",
    picture: "first-light",
    name: { fr: "Première médaille de l’histoire", en: "First medal ever" },
    fits: { kinds: ["medal"], medals: null, firstEver: true },
    variants: bothWays(
      `{{ participant.country }} : première médaille de l'histoire.\n\nElle est signée ${who}, {{ event }}. #RebondLive`,
      `A first in history: {{ participant.country }} has a medal.\n\n${who} won it, {{ event }}. #RebondLive`,
    ),
  },
  {
    slug: "final-by-score",
    picture: null,
    name: { fr: "Finale gagnée, au score", en: "Final won, with the score" },
    fits: { kinds: ["result"], medals: null, firstEver: null },
    variants: bothWays(
      `${who} – ${opponent} : {{ score }} !\n\n{{ event | sentence }}, {{ phase }}. Il fallait tenir jusqu'au dernier point. #RebondLive`,
      `{{ score }}! ${who} beat ${opponent}.\n\n{{ event | sentence }}, {{ phase }}: it took every last point. #RebondLive`,
    ),
  },
  {
    slug: "result",
    picture: null,
    name: { fr: "Résultat, avec la marque", en: "Result, with the mark" },
    fits: { kinds: ["result"], medals: null, firstEver: null },
    variants: bothWays(
      `{{ event | sentence }}, {{ phase }} : ${who} en tête, {{ result }}. #RebondLive`,
      `{{ event | sentence }}, {{ phase }}: ${who} first, {{ result }}. #RebondLive`,
    ),
  },
  {
    slug: "record",
    picture: "record",
    name: { fr: "Record", en: "Record" },
    fits: { kinds: ["record"], medals: null, firstEver: null },
    variants: bothWays(
      `{{ result }}. Retenez ce chiffre : {% if record == "WR" %}record du monde{% elsif record == "NR" %}record national{% else %}record{% endif %} signé ${who}, {{ event }}. #RebondLive`,
      `{{ result }}. Remember that number: {% if record == "WR" %}a world record{% elsif record == "NR" %}a national record{% else %}a record{% endif %} for ${who}, {{ event }}. #RebondLive`,
    ),
  },
  {
    slug: "emotion",
    picture: "emotion",
    name: { fr: "Émotion", en: "Emotion" },
    fits: { kinds: ["emotion"], medals: null, firstEver: null },
    variants: bothWays(
      `{{ headline }}.\n\nIl y a des soirs comme celui-là. #RebondLive`,
      `{{ headline }}.\n\nThere are nights like this one. #RebondLive`,
      { fr: `{{ headline }}. #RebondLive`, en: `{{ headline }}. #RebondLive` },
    ),
  },
  {
    slug: "update",
    picture: null,
    name: { fr: "Mise au point", en: "Update" },
    fits: {
      kinds: ["medal", "result", "disqualification", "schedule"],
      medals: null,
      firstEver: null,
    },
    variants: bothWays(
      `Mise au point. {{ headline }}. #RebondLive`,
      `Update. {{ headline }}. #RebondLive`,
    ),
  },
];

/** `onX` is the shorter wording for where the general one is long. */
function bothWays(fr: string, en: string, onX?: Bilingual): Template["variants"] {
  return [
    { locale: "fr", network: null, text: fr },
    { locale: "en", network: null, text: en },
    ...(onX
      ? [
          { locale: "fr" as const, network: "x" as const, text: onX.fr },
          { locale: "en" as const, network: "x" as const, text: onX.en },
        ]
      : []),
  ];
}
