/** Reactions to what happens on the field of play, from the start to the end. */
import { bothWays, opponent, who, type StartingTemplate } from "./wording.ts";

/** Where a mark says something by itself: not the points of one side of a duel. */
const mark = `{% if has.result and participant.type == "athlete" %}, {{ result }}{% endif %}`;

export const resultTemplates: readonly StartingTemplate[] = [
  {
    slug: "start",
    picture: null,
    tone: "plain",
    name: { fr: "C’est parti", en: "Under way" },
    fits: { kinds: ["start"], medals: null, firstEver: null },
    variants: bothWays(
      `{{ event | sentence }}{% if has.phase %}, {{ phase }}{% endif %} : c'est maintenant.\n\nPosez tout, on regarde ensemble. #RebondLive`,
      `{{ event | sentence }}{% if has.phase %}, {{ phase }}{% endif %}: it is happening now.\n\nPut everything down and watch with us. #RebondLive`,
    ),
  },
  {
    slug: "lead-change",
    picture: null,
    tone: "joyful",
    name: { fr: "Nouveau leader", en: "New leader" },
    fits: { kinds: ["lead"], medals: null, firstEver: null },
    variants: bothWays(
      `Tout bascule ! ${who} passe devant${mark}.\n\n{{ event | sentence }} : ne clignez pas des yeux. #RebondLive`,
      `Everything turns! ${who} {{ participant | number: "moves", "move" }} in front${mark}.\n\n{{ event | sentence }}: do not blink. #RebondLive`,
    ),
  },
  {
    slug: "goal",
    picture: null,
    tone: "joyful",
    name: { fr: "But", en: "Goal" },
    fits: { kinds: ["goal"], medals: null, firstEver: null },
    variants: bothWays(
      `But ! ${who}{% if has.minute %} ({{ minute }}){% endif %} : {{ score }}.\n\n{{ event | sentence }}. #RebondLive`,
      `Goal! ${who}{% if has.minute %} ({{ minute }}){% endif %}: {{ score }}.\n\n{{ event | sentence }}. #RebondLive`,
    ),
  },
  {
    slug: "qualified",
    picture: null,
    tone: "joyful",
    name: { fr: "Qualification", en: "Through" },
    fits: { kinds: ["qualification"], medals: null, firstEver: null },
    variants: bothWays(
      `{{ headline }}.\n\nLa suite s'écrit bientôt. #RebondLive`,
      `{{ headline }}.\n\nMore to come. #RebondLive`,
    ),
  },
  {
    slug: "told",
    picture: null,
    tone: "plain",
    name: { fr: "Les faits", en: "The facts" },
    fits: {
      kinds: ["card", "period", "incident", "retirement", "news"],
      medals: null,
      firstEver: null,
    },
    variants: bothWays(`{{ headline }}. #RebondLive`, `{{ headline }}. #RebondLive`),
  },
  {
    slug: "final-by-score",
    picture: null,
    tone: "joyful",
    name: { fr: "Victoire, au score", en: "Win, with the score" },
    fits: { kinds: ["result"], medals: null, firstEver: null },
    variants: bothWays(
      `${who} – ${opponent} : {{ score }} !\n\n{{ event | sentence }}, {{ phase }}. Il fallait tenir jusqu'au dernier point. #RebondLive`,
      `${who} v ${opponent}: {{ score }}!\n\n{{ event | sentence }}, {{ phase }}: it took every last point. #RebondLive`,
    ),
  },
  {
    slug: "result",
    picture: null,
    tone: "plain",
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
    tone: "joyful",
    name: { fr: "Record", en: "Record" },
    fits: { kinds: ["record"], medals: null, firstEver: null },
    variants: bothWays(
      `{{ result }}. Retenez ce chiffre : {% if record == "WR" %}record du monde{% elsif record == "NR" %}record national{% else %}record{% endif %} signé ${who}, {{ event }}. #RebondLive`,
      `{{ result }}. Remember that number: {% if record == "WR" %}a world record{% elsif record == "NR" %}a national record{% else %}a record{% endif %} for ${who}, {{ event }}. #RebondLive`,
    ),
  },
  {
    slug: "disqualification",
    picture: null,
    tone: "sober",
    name: { fr: "Disqualification", en: "Disqualification" },
    fits: { kinds: ["disqualification"], medals: null, firstEver: null },
    variants: bothWays(
      `{{ event | sentence }} : ${who} {{ participant | agree: "est disqualifié", "est disqualifiée", "ne figure pas au classement (disqualification)" }}.\n\nUne fin dure, après tant de travail. #RebondLive`,
      `{{ event | sentence }}: ${who} {{ participant | number: "has", "have" }} been disqualified.\n\nA hard ending, after so much work. #RebondLive`,
    ),
  },
  {
    slug: "update",
    picture: null,
    tone: "sober",
    name: { fr: "Mise au point", en: "Update" },
    fits: {
      kinds: ["medal", "result", "disqualification", "schedule", "emotion", "note"],
      medals: null,
      firstEver: null,
    },
    variants: bothWays(
      `Mise au point. {{ headline }}. #RebondLive`,
      `Update. {{ headline }}. #RebondLive`,
    ),
  },
];
