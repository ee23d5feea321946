/** The other screens and what is wrong with the machines. */
import { campaignOf, feedOf, iso } from "./make.ts";
import type { Story } from "./story.ts";
import { lina, worldAt } from "./world.ts";

export const rooms: readonly Story[] = [
  {
    name: "rundown",
    says: { fr: "Programme du soir", en: "Tonight’s programme" },
    scene: (now) => ({ desk: worldAt(now), me: lina, screen: "rundown" }),
  },
  {
    name: "rundown-in-a-silence",
    says: { fr: "attendra une personne", en: "it will wait for a person" },
    scene: (now) => ({
      desk: worldAt(now, {
        campaign: campaignOf({
          quietWindows: [
            { from: iso(now + 1_200_000), to: iso(now + 2_700_000), name: "Hymne de l’hôte" },
          ],
        }),
      }),
      me: lina,
      screen: "rundown",
    }),
  },
  {
    name: "rundown-empty",
    says: { fr: "Rien", en: "Nothing" },
    scene: (now) => ({ desk: worldAt(now, { slots: [] }), me: lina, screen: "rundown" }),
  },
  {
    name: "queue-empty",
    says: { fr: "File", en: "Queue" },
    scene: (now) => ({
      desk: worldAt(now, { posts: [], deliveries: [], slots: [] }),
      screen: "queue",
    }),
  },
  {
    name: "spotter",
    says: { fr: "Joie", en: "Joy" },
    scene: (now) => ({ desk: worldAt(now), screen: "spotter" }),
  },
  {
    name: "feed-in-trouble",
    says: { fr: "ne répond pas", en: "does not answer" },
    scene: (now) => ({
      desk: worldAt(now, {
        feeds: [
          feedOf(31, "Chronométrage", {
            connector: "poll",
            address: "https://results.example/feed",
            everyMs: 5000,
            trouble: { code: "unreachable", since: iso(now - 95_000), detail: "connect ETIMEDOUT" },
            lastMessageAt: iso(now - 110_000),
          }),
        ],
      }),
      me: lina,
    }),
  },
  {
    name: "no-worker",
    says: { fr: "Aucun service d’envoi au travail", en: "No sending service at work" },
    scene: (now) => ({ desk: worldAt(now), live: { workerSeenAt: now - 12_000 } }),
  },
];
