/** On the way to Enter: armed, in the way, written by hand, changed underneath. */
import type { Moment } from "#shared/moments.ts";
import { campaignOf, claimOf, idOf, iso, momentOf } from "./make.ts";
import { presenceAt } from "./presence.ts";
import { useDesk } from "../desk/desk-store.ts";
import type { Story } from "./story.ts";
import { akim, goldAt, lina, onX, sana, worldAt } from "./world.ts";

/** The gold, as its provider says it now. */
function changed(now: number, status: Moment["status"]): Moment {
  const gold = goldAt(now);
  const { headline, version } = gold;
  return {
    ...gold,
    version: 2,
    status,
    participants: gold.participants.map((each) => ({
      ...each,
      name: "Ynès Rolland",
      organisation: "CRS",
    })),
    headline: {
      fr: "Or pour Ynès Rolland (CRS), 200 m papillon",
      en: "Gold for Ynès Rolland (CRS), 200 m butterfly",
    },
    before: { status: "confirmed", headline, version },
    changedAt: iso(now - 4000),
  };
}

const instead = (now: number, moment: Moment) => {
  const world = worldAt(now);
  return {
    ...world,
    moments: world.moments.map((each) => (each.id === moment.id ? moment : each)),
  };
};

export const reactions: readonly Story[] = [
  {
    name: "armed",
    says: { fr: "Publier 4 messages", en: "Publish 4 messages" },
    scene: (now) => ({ desk: worldAt(now), press: (acts) => acts.take() }),
  },
  {
    name: "armed-without-one",
    says: { fr: "Laissé de côté : X", en: "Left out: X" },
    scene: (now) => ({
      desk: worldAt(now),
      press: (acts) => {
        acts.take();
        acts.toggleAccount(onX.id);
      },
    }),
  },
  {
    name: "account-limited",
    says: { fr: "X attend 41 s", en: "X waits 41 s" },
    scene: (now) => ({
      desk: worldAt(now),
      live: {
        presence: {
          ...presenceAt(now, worldAt(now).feeds),
          paces: [
            { id: onX.id, spacedUntil: null, budgetUntil: null, blockedUntil: iso(now + 41_400) },
          ],
        },
      },
      press: (acts) => acts.take(),
    }),
  },
  {
    name: "editing",
    says: { fr: "publie ce que vous écrivez", en: "publishes what you write" },
    scene: (now) => ({
      desk: worldAt(now),
      console: { selectedId: goldAt(now).id, pane: "moment" },
      press: (acts) => acts.edit(),
    }),
  },
  {
    name: "banned-word",
    says: { fr: "la charte ne le dit jamais", en: "the charter never says it" },
    scene: (now) => ({
      desk: worldAt(now, {
        campaign: campaignOf({
          houseRules: {
            hashtag: "#NuitDesPhares",
            banned: ["Quelle soirée", "What a night"],
            emojiMost: 2,
          },
        }),
      }),
      press: (acts) => acts.take(),
    }),
  },
  {
    name: "sensitive",
    says: { fr: "Demander", en: "Ask" },
    scene: (now) => ({
      desk: worldAt(
        now,
        {},
        {
          moments: [
            momentOf(109, now - 5000, {
              kind: "disqualification",
              headline: {
                fr: "Elif Aydan (TEN) disqualifiée",
                en: "Elif Aydan (TEN) disqualified",
              },
              context: { fr: "200 m papillon · finale", en: "200 m butterfly · final" },
              salience: { score: 50, reasons: [] },
            }),
          ],
        },
      ),
      press: (acts) => acts.take(),
    }),
  },
  {
    name: "taken-by-a-colleague",
    says: { fr: "Sana Kone", en: "Sana Kone" },
    scene: (now) => {
      const gold = goldAt(now);
      return {
        desk: worldAt(now, { claims: [claimOf(gold, sana, now - 7000)] }),
        me: lina,
        console: { selectedId: gold.id, pane: "moment" },
      };
    },
  },
  {
    name: "colleagues-on-it",
    says: { fr: "Sana Kone écrit…", en: "Sana Kone is writing…" },
    scene: (now) => ({
      desk: worldAt(now),
      me: lina,
      console: { selectedId: goldAt(now).id, pane: "moment" },
      live: {
        presence: {
          ...presenceAt(now, worldAt(now).feeds),
          people: [
            { ...sana, momentId: goldAt(now).id, writing: true },
            { ...akim, momentId: idOf<string>(107), writing: false },
          ],
        },
      },
    }),
  },
  {
    name: "changed-while-armed",
    says: { fr: "Ynès Rolland", en: "Ynès Rolland" },
    scene: (now) => {
      const gold = changed(now, "corrected");
      return {
        desk: instead(now, gold),
        console: {
          selectedId: gold.id,
          pane: "moment",
          notice: {
            kind: "changed",
            from: 1,
            to: 2,
            before: gold.before!.headline,
            after: gold.headline,
          },
        },
      };
    },
  },
  {
    name: "protested",
    says: { fr: "Réclamation en cours", en: "A protest is open" },
    scene: (now) => ({
      desk: instead(now, { ...goldAt(now), version: 2, status: "protested" }),
      console: { selectedId: goldAt(now).id, pane: "moment", lens: "all" },
    }),
  },
  {
    name: "withdrawn",
    says: { fr: "Ce moment a été retiré par sa source.", en: "Its source withdrew this moment." },
    scene: (now) => ({
      desk: instead(now, { ...goldAt(now), version: 2, status: "withdrawn" }),
      console: { selectedId: goldAt(now).id, pane: "moment", lens: "all" },
    }),
  },
  {
    name: "near-words",
    says: { fr: "Sana Kone a publié presque les mêmes mots", en: "Sana Kone published nearly" },
    scene: (now) => ({
      desk: worldAt(now),
      console: { selectedId: goldAt(now).id, pane: "moment" },
      press: (acts) => {
        acts.take();
        useDesk.setState({
          notice: {
            kind: "nearWords",
            account: onX.handle,
            by: sana.name,
            at: iso(now - 40_000),
            said: "L’or pour Maëlle Queré\u202f! 200 m papillon femmes, en 2:05,32. Quelle nuit aux Phares.",
            now: "L’or pour Maëlle Queré\u202f! 200 m papillon femmes, en 2:05,32. Quelle soirée aux Phares.",
          },
        });
      },
    }),
  },
  {
    name: "same-words",
    says: { fr: "a envoyé mot pour mot la même chose", en: "exactly these words" },
    scene: (now) => ({
      desk: worldAt(now, { campaign: campaignOf({ mode: "rehearsal" }) }),
      console: {
        selectedId: goldAt(now).id,
        pane: "moment",
        notice: { kind: "sameWords", account: onX.handle, by: sana.name, at: iso(now - 40_000) },
      },
    }),
  },
];
