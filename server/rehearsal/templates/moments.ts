/** Reactions to what no result says: emotions, ceremonies, the evening's own time. */
import { bothWays, type StartingTemplate } from "./wording.ts";

export const momentTemplates: readonly StartingTemplate[] = [
  {
    slug: "emotion",
    picture: "emotion",
    tone: "joyful",
    name: { fr: "Joie", en: "Joy" },
    fits: { kinds: ["emotion"], medals: null, firstEver: null },
    variants: bothWays(
      `{{ headline }}.\n\nIl y a des soirs comme celui-là. #RebondLive`,
      `{{ headline }}.\n\nThere are nights like this one. #RebondLive`,
      { fr: `{{ headline }}. #RebondLive`, en: `{{ headline }}. #RebondLive` },
    ),
  },
  {
    slug: "emotion-quiet",
    picture: null,
    tone: "plain",
    name: { fr: "Émotion, sans un mot de plus", en: "Emotion, and not a word more" },
    fits: { kinds: ["emotion"], medals: null, firstEver: null },
    variants: bothWays(
      `{{ headline }}.\n\nOn se tait, et on regarde. #RebondLive`,
      `{{ headline }}.\n\nNo words. We just watch. #RebondLive`,
      { fr: `{{ headline }}. #RebondLive`, en: `{{ headline }}. #RebondLive` },
    ),
  },
  {
    slug: "ceremony",
    picture: null,
    tone: "plain",
    name: { fr: "Cérémonie", en: "Ceremony" },
    fits: { kinds: ["ceremony"], medals: null, firstEver: null },
    variants: bothWays(
      `{{ event | sentence }} : l'heure du podium{% if has.venue %}, {{ venue }}{% endif %}.\n\nPrenez le temps d'applaudir. #RebondLive`,
      `{{ event | sentence }}: time for the podium{% if has.venue %}, {{ venue }}{% endif %}.\n\nTake a moment to applaud. #RebondLive`,
    ),
  },
  {
    slug: "to-follow",
    picture: null,
    tone: "plain",
    name: { fr: "À suivre", en: "To follow" },
    fits: { kinds: ["schedule", "note"], medals: null, firstEver: null },
    variants: bothWays(
      `{{ headline }}.\n\nLa suite, ici, dès qu'on la connaît. #RebondLive`,
      `{{ headline }}.\n\nMore here, as soon as we know. #RebondLive`,
    ),
  },
];
