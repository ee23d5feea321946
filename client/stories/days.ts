/** Before, around and between: an empty desk, a quiet one, and the four modes. */
import { campaignOf, feedOf, holdOf, iso } from "./make.ts";
import type { Story } from "./story.ts";
import { lina, sana, worldAt } from "./world.ts";

const nothingYet = { moments: [], posts: [], deliveries: [], slots: [], feeds: [] };

export const days: readonly Story[] = [
  {
    name: "first-run",
    says: { fr: "Lancer la répétition", en: "Start the rehearsal" },
    scene: (now) => ({ desk: worldAt(now, nothingYet), me: lina }),
  },
  {
    name: "first-run-editor",
    says: {
      fr: "Un producteur peut lancer la répétition",
      en: "A producer can start the rehearsal",
    },
    scene: (now) => ({ desk: worldAt(now, nothingYet) }),
  },
  {
    name: "before-the-day",
    says: { fr: "Prochain rendez-vous", en: "Coming up" },
    scene: (now) => ({
      desk: worldAt(now, {
        campaign: campaignOf({ mode: "off" }),
        moments: [],
        feeds: [feedOf(30, "ODF", {})],
      }),
      me: lina,
    }),
  },
  {
    name: "quiet-feed",
    says: { fr: "Rien à traiter.", en: "Nothing to handle." },
    scene: (now) => {
      const world = worldAt(now);
      const calm = world.moments.map((each) => ({ ...each, salience: { score: 5, reasons: [] } }));
      return { desk: { ...world, moments: calm } };
    },
  },
  {
    name: "still-rehearsing",
    says: { fr: "Le desk est encore en répétition", en: "The desk is still rehearsing" },
    scene: (now) => {
      // A minute before the first slot: the evening's next one is due in 5 min 53.
      const soon = now - 310_000;
      const world = worldAt(soon);
      const live = world.accounts.map((each) => ({ ...each, realm: "live" as const }));
      return { desk: { ...world, accounts: live }, me: lina };
    },
  },
  {
    name: "rehearsal",
    says: { fr: "Répétition", en: "Rehearsal" },
    scene: (now) => ({ desk: worldAt(now), me: lina }),
  },
  {
    name: "on-air",
    says: { fr: "En direct", en: "On air" },
    scene: (now) => ({ desk: worldAt(now, { campaign: campaignOf({ mode: "onAir" }) }), me: lina }),
  },
  {
    name: "off",
    says: { fr: "Hors antenne", en: "Off air" },
    scene: (now) => ({ desk: worldAt(now, { campaign: campaignOf({ mode: "off" }) }), me: lina }),
  },
  {
    name: "held-all",
    says: { fr: "Tout est retenu par Sana Kone", en: "Everything is held by Sana Kone" },
    scene: (now) => ({
      desk: worldAt(now, {
        holds: [holdOf(50, "global", { by: sana.name, at: iso(now - 42_000) })],
      }),
      me: lina,
      press: (acts) => acts.take(),
    }),
  },
  {
    name: "quiet-window",
    says: { fr: "Cérémonie de l’hôte", en: "Cérémonie de l’hôte" },
    scene: (now) => ({
      desk: worldAt(now, {
        campaign: campaignOf({
          quietWindows: [
            { from: iso(now - 60_000), to: iso(now + 900_000), name: "Cérémonie de l’hôte" },
          ],
        }),
      }),
      press: (acts) => acts.take(),
    }),
  },
];
