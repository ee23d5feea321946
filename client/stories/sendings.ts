/** After Enter: the undo window, the way out, doubt, refusal, what was missed, and what is public and untrue. */
import type { Delivery, Post } from "#shared/posts.ts";
import { deliveryOf, holdOf, idOf, iso, postOf } from "./make.ts";
import type { Scene, Story } from "./story.ts";
import { akim, goldAt, lina, onBluesky, onX, sana, worldAt } from "./world.ts";

/** From the moment to Enter. */
const reactedInMs = 4200;

/** The gold, fired by Sana `ago` milliseconds ago. */
function fired(now: number, ago: number): Post {
  const gold = goldAt(now, ago + reactedInMs);
  return postOf(210, now - ago, {
    title: gold.headline,
    momentId: gold.id,
    momentVersion: gold.version,
    quoted: { outcome: gold.facts.outcome, result: gold.facts.result },
    firedBy: sana.id,
    firedByName: sana.name,
    momentAt: gold.occurredAt,
  });
}

const places = [
  { account: onBluesky, locale: "fr" },
  { account: onBluesky, locale: "en" },
  { account: onX, locale: "fr" },
  { account: onX, locale: "en" },
] as const;

type Standing = Pick<Delivery, "state"> & Partial<Delivery>;

/** The desk with that post on it, each of its four deliveries standing as said; the last word holds for the rest. */
function withPost(now: number, post: Post, ...standings: readonly Standing[]) {
  const deliveries = places.map(({ account, locale }, at) =>
    deliveryOf(310 + at, post, account, {
      locales: [locale],
      text: "L’or pour Maëlle Queré ! 200 m papillon femmes, en 2:05,32. #CoupeDesPhares",
      ...(standings[at] ?? standings.at(-1)!),
    }),
  );
  const world = worldAt(now, {}, { posts: [post], deliveries });
  const gold = goldAt(now, now - Date.parse(post.momentAt ?? ""));
  return { ...world, moments: world.moments.map((each) => (each.id === gold.id ? gold : each)) };
}

const unknownSince = (now: number, ago: number): Delivery["doubt"] => ({
  since: iso(now - ago),
  guarantee: "matched",
  probes: 2,
  nextProbeAt: iso(now + 6000),
  sendAgainAt: iso(now + 20_000),
});

function askedOnX(now: number): Scene["desk"] {
  const post = fired(now, 190_000);
  const doubt = {
    ...unknownSince(now, 180_000)!,
    probes: 5,
    nextProbeAt: null,
    sendAgainAt: iso(now - 60_000),
  };
  const said = { state: "confirmed" } as const;
  return withPost(now, post, said, said, { state: "needsHuman", reason: "noAnswer", doubt }, said);
}

/** The gold was given to another after four messages went out. */
function untrue(now: number) {
  const gold = goldAt(now, 60_000 + reactedInMs);
  const world = withPost(now, fired(now, 60_000), { state: "confirmed" });
  const corrected = {
    ...gold,
    version: 2,
    status: "corrected" as const,
    participants: gold.participants.map((each) => ({
      ...each,
      name: "Ynès Rolland",
      organisation: "CRS",
    })),
    headline: {
      fr: "Or pour Ynès Rolland (CRS), 200 m papillon",
      en: "Gold for Ynès Rolland (CRS), 200 m butterfly",
    },
    facts: { ...gold.facts, outcome: "2" },
    before: { status: gold.status, headline: gold.headline, version: 1 },
    changedAt: iso(now - 42_000),
  };
  return {
    ...world,
    moments: world.moments.map((each) => (each.id === gold.id ? corrected : each)),
  };
}

export const sendings: readonly Story[] = [
  {
    name: "order-unanswered",
    says: { fr: "Vérification", en: "Checking" },
    scene: (now) => ({
      desk: worldAt(now),
      console: {
        underway: [
          {
            commandId: "00000000-0000-4000-8000-000000000001",
            momentId: goldAt(now).id,
            templateId: null,
            title: goldAt(now).headline.fr,
            count: 4,
            givenAt: now - 900,
            state: "asked",
            postId: null,
          },
        ],
      },
    }),
  },
  {
    name: "undoable",
    says: { fr: "Annuler", en: "Undo" },
    scene: (now) => ({
      desk: withPost(now, fired(now, 0), { state: "scheduled", dueAt: iso(now + 9000) }),
      me: sana,
    }),
  },
  {
    name: "leaving",
    says: { fr: "En route", en: "Leaving" },
    scene: (now) => ({
      desk: withPost(
        now,
        fired(now, 5000),
        { state: "confirmed" },
        { state: "sending" },
        { state: "retryWait", reason: "rateLimited", dueAt: iso(now + 41_000) },
      ),
    }),
  },
  {
    name: "account-signed-out",
    says: { fr: "refuse l’accès à coupe_phares", en: "refuses access to coupe_phares" },
    scene: (now) => ({
      desk: {
        ...withPost(
          now,
          fired(now, 20_000),
          { state: "confirmed" },
          { state: "confirmed" },
          { state: "held", reason: "held" },
        ),
        holds: [
          holdOf(51, "account", { scopeId: onX.id, at: iso(now - 15_000), reason: "signIn" }),
        ],
      },
      me: lina,
    }),
  },
  {
    name: "refused",
    says: { fr: "Le média est trop court (2,1 s).", en: "Le média est trop court (2,1 s)." },
    scene: (now) => ({
      desk: withPost(
        now,
        fired(now, 30_000),
        { state: "confirmed" },
        { state: "confirmed" },
        { state: "rejected", reason: "networkRefused", detail: "Le média est trop court (2,1 s)." },
        { state: "confirmed" },
      ),
    }),
  },
  {
    name: "uncertain",
    says: { fr: "Incertain", en: "Uncertain" },
    scene: (now) => ({
      desk: withPost(
        now,
        fired(now, 12_000),
        { state: "confirmed" },
        { state: "confirmed" },
        { state: "uncertain", reason: "noAnswer", doubt: unknownSince(now, 8000) },
      ),
    }),
  },
  {
    name: "asked-of-a-person",
    says: { fr: "à vérifier", en: "to check" },
    scene: (now) => ({ desk: askedOnX(now) }),
  },
  {
    name: "doubt-card",
    says: { fr: "Non, le renvoyer", en: "No, send it again" },
    scene: (now) => ({ desk: askedOnX(now), checking: idOf(312) }),
  },
  {
    name: "missed",
    says: { fr: "Manqué", en: "Missed" },
    scene: (now) => ({
      desk: withPost(now, fired(now, 60_000), { state: "missed", reason: "momentChanged" }),
      me: sana,
    }),
  },
  {
    name: "awaiting-a-colleague",
    says: { fr: "Accord demandé", en: "Approval asked" },
    scene: (now) => ({
      desk: withPost(now, fired(now, 8000), { state: "draft", awaitedHash: "0".repeat(64) }),
      me: sana,
    }),
  },
  {
    name: "asked-to-approve",
    says: { fr: "Sana Kone", en: "Sana Kone" },
    scene: (now) => ({
      desk: withPost(now, fired(now, 8000), { state: "draft", awaitedHash: "0".repeat(64) }),
      me: akim,
      console: { approving: idOf(210) },
    }),
  },
  {
    name: "public-and-untrue",
    says: { fr: "4 messages publics", en: "4 public messages say" },
    scene: (now) => ({ desk: untrue(now), press: (acts) => acts.correct() }),
  },
  {
    name: "taking-back",
    says: { fr: "Bluesky", en: "Bluesky" },
    scene: (now) => ({
      desk: untrue(now),
      console: { retracting: [310, 311, 312, 313].map((id) => idOf<string>(id)) },
    }),
  },
  {
    name: "queue",
    says: { fr: "File", en: "Queue" },
    scene: (now) => ({ desk: askedOnX(now), screen: "queue" }),
  },
];
