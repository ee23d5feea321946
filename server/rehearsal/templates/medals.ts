/** Reactions to medals. */
import { bothWays, who, type StartingTemplate } from "./wording.ts";

export const medalTemplates: readonly StartingTemplate[] = [
  {
    slug: "gold-first-ever",
    picture: "first-light",
    tone: "joyful",
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
    tone: "joyful",
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
    tone: "joyful",
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
    tone: "joyful",
    name: { fr: "Première médaille de l’histoire", en: "First medal ever" },
    fits: { kinds: ["medal"], medals: null, firstEver: true },
    variants: bothWays(
      `{{ participant.country }} : première médaille de l'histoire.\n\nElle est signée ${who}, {{ event }}. #RebondLive`,
      `A first in history: {{ participant.country }} has a medal.\n\n${who} won it, {{ event }}. #RebondLive`,
    ),
  },
];
