/** The evening that every story takes place in: a cup, four accounts, three people, and what has happened so far. */
import type { Snapshot } from "#shared/changes.ts";
import type { Moment } from "#shared/moments.ts";
import type { Delivery, Post } from "#shared/posts.ts";
import {
  accountOf,
  athlete,
  campaignOf,
  deliveryOf,
  feedOf,
  idOf,
  iso,
  momentOf,
  personOf,
  postOf,
  slotOf,
  templateOf,
} from "./make.ts";

export const lina = personOf(10, "Lina Marchetti", "producer");
export const sana = personOf(11, "Sana Kone", "editor");
export const akim = personOf(12, "Akim Berger", "editor");

export const onX = accountOf(20, "x", "coupe_phares", ["fr", "en"]);
export const onBluesky = accountOf(21, "bluesky", "phares.test", ["fr", "en"]);
export const accounts = [onBluesky, onX];

const templates = [
  templateOf(
    43,
    "gold",
    { fr: "L’or, et la marque", en: "Gold, and the mark" },
    { kinds: ["medal"], medals: ["gold"], firstEver: null },
    {
      fr: "L’or pour {{ participant.name }} ! {{ event }}, en {{ result }}. Quelle soirée aux Phares.\n\n#CoupeDesPhares",
      en: "Gold for {{ participant.name }}! {{ event }}, in {{ result }}. What a night at the Lighthouses.\n\n#CoupeDesPhares",
    },
  ),
  templateOf(
    42,
    "any-medal",
    { fr: "Une médaille de plus", en: "One more medal" },
    { kinds: ["medal", "record"], medals: null, firstEver: null },
    {
      fr: "{{ participant.name }} s’offre une médaille : {{ event }}. Bravo !\n\n#CoupeDesPhares",
      en: "{{ participant.name }} takes a medal: {{ event }}. Well done!\n\n#CoupeDesPhares",
    },
  ),
  templateOf(
    41,
    "put-right",
    { fr: "Mise au point", en: "Putting it right" },
    { kinds: ["medal", "result", "record"], medals: null, firstEver: null, corrected: true },
    {
      fr: "Correction : {{ headline }}. Nous avions annoncé un autre résultat.",
      en: "Correction: {{ headline }}. We had announced another result.",
    },
  ),
  templateOf(
    40,
    "sober",
    { fr: "Avec sobriété", en: "With restraint" },
    { kinds: ["disqualification", "retirement", "incident"], medals: null, firstEver: null },
    {
      fr: "{{ headline }}. Nos pensées vont à son équipe.",
      en: "{{ headline }}. Our thoughts are with the team.",
    },
  ),
];

const eventName = { fr: "200 m papillon femmes", en: "Women’s 200 m butterfly" };
const context = (fr: string, en: string): Moment["context"] => ({
  fr: `${fr} · Bassin des Phares`,
  en: `${en} · Lighthouse Pool`,
});

/** The gold that most stories are about, `ago` milliseconds old. */
export function goldAt(now: number, ago = 9000): Moment {
  return momentOf(108, now - ago, {
    kind: "medal",
    headline: {
      fr: "Or pour Maëlle Queré (BRE), 200 m papillon",
      en: "Gold for Maëlle Queré (BRE), 200 m butterfly",
    },
    context: context("200 m papillon femmes · finale", "Women’s 200 m butterfly · final"),
    participants: [{ ...athlete("Maëlle Queré", "BRE"), result: "2:05.32" }],
    facts: { eventCode: "SWMW200MBF", eventName, medal: "gold", result: "2:05.32", outcome: "1" },
    salience: {
      score: 70,
      reasons: [
        { code: "medal", points: 40, text: { fr: "médaille d’or", en: "gold medal" }, field: null },
        {
          code: "house",
          points: 30,
          text: { fr: "équipe de la maison", en: "house team" },
          field: null,
        },
      ],
    },
  });
}

function earlierMoments(now: number): Moment[] {
  return [
    momentOf(107, now - 45_000, {
      kind: "emotion",
      headline: {
        fr: "Maëlle Queré en larmes dans les bras de son entraîneuse",
        en: "Maëlle Queré in tears in her coach’s arms",
      },
      context: { fr: "bord du bassin", en: "poolside" },
      salience: { score: 35, reasons: [] },
      seen: { feeling: "tears", note: null, by: "Nadia", image: null, attachedTo: idOf(108) },
    }),
    momentOf(106, now - 80_000, {
      kind: "record",
      headline: {
        fr: "Record de la Coupe : Iris Tan (LIG) 4:09,86",
        en: "Cup record: Iris Tan (LIG) 4:09.86",
      },
      context: context("400 m 4 nages · série 3", "400 m medley · heat 3"),
      participants: [{ ...athlete("Iris Tan", "LIG"), result: "4:09.86" }],
      facts: { eventCode: "SWMW400MIM", record: "4:09.86", outcome: "4:09.86" },
      salience: { score: 40, reasons: [] },
    }),
    momentOf(105, now - 170_000, {
      kind: "result",
      headline: { fr: "Jersey bat Corse, 31 à 27", en: "Jersey beat Corsica, 31–27" },
      context: { fr: "handball · groupe A", en: "handball · group A" },
      facts: { eventCode: "HBLWTEAM7", result: "31–27", outcome: "31–27" },
    }),
    momentOf(104, now - 300_000, {
      kind: "medal",
      headline: {
        fr: "Bronze pour Tiago Alves (ACO), carabine",
        en: "Bronze for Tiago Alves (ACO), rifle",
      },
      context: { fr: "tir · carabine 10 m · finale", en: "shooting · 10 m rifle · final" },
      participants: [{ ...athlete("Tiago Alves", "ACO"), gender: "M", rank: 3, result: "228.4" }],
      facts: { eventCode: "SHOMAR", medal: "bronze", result: "228.4", outcome: "3" },
      salience: { score: 30, reasons: [] },
    }),
    momentOf(103, now - 420_000, {
      kind: "qualification",
      headline: { fr: "L’aviron d’Ouessant en finale", en: "Ushant’s rowers reach the final" },
      context: { fr: "deux de couple · série 2", en: "double sculls · heat 2" },
    }),
  ];
}

/** A post that went out as it should, five minutes ago. */
function bronzePost(now: number): { post: Post; deliveries: Delivery[] } {
  const post = postOf(204, now - 293_000, {
    title: {
      fr: "Bronze pour Tiago Alves (ACO), carabine",
      en: "Bronze for Tiago Alves (ACO), rifle",
    },
    momentId: idOf(104),
    momentVersion: 1,
    quoted: { outcome: "3", result: "228.4" },
    firedBy: sana.id,
    firedByName: sana.name,
    momentAt: iso(now - 300_000),
  });
  const places = [
    { account: onX, locale: "fr" },
    { account: onX, locale: "en" },
    { account: onBluesky, locale: "fr" },
    { account: onBluesky, locale: "en" },
  ] as const;
  const deliveries = places.map(({ account, locale }, at) =>
    deliveryOf(304 + at, post, account, { state: "confirmed", locales: [locale] }),
  );
  return { post, deliveries };
}

/** Two posts planned, one in five minutes and one in half an hour. */
function planned(now: number) {
  const said = [
    { fr: "Programme du soir", en: "Tonight’s programme", inMs: 353_000 },
    { fr: "Invitée : la gardienne du phare", en: "Guest: the lighthouse keeper", inMs: 1_853_000 },
  ];
  return said.map(({ fr, en, inMs }, at) => {
    const post = postOf(260 + at, now - 3_600_000, { title: { fr, en }, purpose: "slot" });
    const due = now + inMs;
    const deliveries = accounts.map((account, of) =>
      deliveryOf(360 + 10 * at + of, post, account, {
        state: "scheduled",
        timed: true,
        dueAt: iso(due),
        notAfter: iso(due + 300_000),
      }),
    );
    return { post, deliveries, slot: slotOf(460 + at, post, due) };
  });
}

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? 1 : -1);

/** The desk in the middle of a calm evening; `given` replaces whole lists, `more` adds to them. */
export function worldAt(
  now: number,
  given: Partial<Snapshot> = {},
  more: Partial<Pick<Snapshot, "posts" | "deliveries" | "moments">> = {},
): Snapshot {
  const bronze = bronzePost(now);
  const slots = planned(now);
  const world: Snapshot = {
    epoch: "00000000-0000-4000-8000-000000000000",
    seq: 1,
    campaign: campaignOf(),
    moments: [goldAt(now), ...earlierMoments(now)],
    templates,
    accounts,
    claims: [],
    posts: [bronze.post, ...slots.map(({ post }) => post)],
    deliveries: [...bronze.deliveries, ...slots.flatMap(({ deliveries }) => deliveries)],
    slots: slots.map(({ slot }) => slot),
    holds: [],
    feeds: [feedOf(30, "ODF", { lastMessageAt: iso(now - 900) })],
    people: [lina, sana, akim],
    ...given,
  };
  return {
    ...world,
    moments: [...(more.moments ?? []), ...world.moments].toSorted(byId),
    posts: [...(more.posts ?? []), ...world.posts].toSorted(byId),
    deliveries: [...(more.deliveries ?? []), ...world.deliveries].toSorted(byId),
    slots: world.slots.toSorted(byId),
  };
}
