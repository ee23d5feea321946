/** Makes the entities that stories show: whole ones, from the few things a story cares about. Instants are epoch ms. */
import type { Account, Campaign, Hold, Person } from "#shared/campaigns.ts";
import type { Feed } from "#shared/feeds.ts";
import { type Claim, type Moment, type Participant, noFacts } from "#shared/moments.ts";
import type { Bilingual } from "#shared/locales.ts";
import type { NetworkName } from "#shared/networks.ts";
import type { Delivery, Post } from "#shared/posts.ts";
import type { Slot } from "#shared/slots.ts";
import type { Template } from "#shared/templates.ts";

/** The same number is the same entity; the higher, the newer. */
export function idOf<Id extends string>(number: number): Id {
  return `00000000-0000-7000-8000-${String(number).padStart(12, "0")}` as Id;
}

export function iso(at: number): string {
  return new Date(at).toISOString();
}

const campaignId = idOf<Campaign["id"]>(1);

export function campaignOf(given: Partial<Campaign> = {}): Campaign {
  return {
    id: campaignId,
    name: { fr: "Coupe des phares", en: "Lighthouse Cup" },
    mode: "rehearsal",
    venueZone: "Pacific/Auckland",
    venueName: "Dunedin",
    homeZone: "Europe/Paris",
    homeName: "Brest",
    neverMedalled: [],
    neverGold: [],
    fromTheStart: true,
    houseTeams: [],
    watched: [],
    hosts: [],
    fourEyes: ["sombre", "disqualification"],
    quietWindows: [],
    houseRules: { hashtag: "#CoupeDesPhares", banned: [], emojiMost: null },
    sensitiveUndoMs: 10_000,
    notBeforePicture: false,
    rehearsalPlaying: false,
    ...given,
  };
}

export function personOf(number: number, name: string, role: Person["role"]): Person {
  return { id: idOf(number), name, role, locale: "fr" };
}

export function accountOf(
  number: number,
  wears: NetworkName,
  handle: string,
  locales: Account["locales"],
): Account {
  return {
    id: idOf(number),
    network: "rehearsal",
    wears,
    service: null,
    handle,
    name: handle,
    locales,
    realm: "rehearsal",
    spacingMs: 0,
    undoMs: 3000,
  };
}

export function templateOf(
  number: number,
  slug: string,
  name: Bilingual,
  fits: Template["fits"],
  text: Bilingual,
): Template {
  return {
    id: idOf(number),
    campaignId,
    version: 1,
    slug,
    name,
    fits,
    variants: [
      { locale: "fr", network: null, text: text.fr },
      { locale: "en", network: null, text: text.en },
    ],
    image: null,
  };
}

export function athlete(name: string, organisation: string): Participant {
  const [givenName = null, familyName = null] = name.split(" ");
  return {
    code: name,
    type: "athlete",
    name,
    givenName,
    familyName,
    organisation,
    organisationName: null,
    gender: "W",
    rank: 1,
    result: null,
    irm: null,
  };
}

type About = Pick<Moment, "kind" | "headline" | "context"> &
  Partial<Omit<Moment, "facts">> & { facts?: Partial<Moment["facts"]> };

/** A moment that happened at `at`. */
export function momentOf(number: number, at: number, { facts, ...given }: About): Moment {
  const source: Moment["source"] = {
    feed: "ODF",
    format: "odf",
    document: "DT_RESULT",
    version: 1,
    authority: 1,
    standing: "confirmed",
    at: iso(at),
  };
  return {
    id: idOf(number),
    campaignId,
    version: 1,
    status: "confirmed",
    participants: [],
    facts: { ...noFacts, ...facts },
    salience: { score: 10, reasons: [] },
    source,
    sources: [source],
    before: null,
    test: false,
    late: false,
    seen: null,
    passed: null,
    occurredAt: iso(at),
    raisedAt: iso(at),
    changedAt: iso(at),
    ...given,
  };
}

/** A post fired at `at`, about a moment or nothing. */
export function postOf(
  number: number,
  at: number,
  given: Pick<Post, "title"> & Partial<Post>,
): Post {
  return {
    id: idOf(number),
    campaignId,
    momentId: null,
    momentVersion: null,
    templateId: null,
    purpose: "reaction",
    quoted: null,
    firedBy: null,
    firedByName: null,
    approvedByName: null,
    momentAt: null,
    pressedAt: iso(at),
    firedAt: iso(at),
    repeatReason: null,
    seenAt: null,
    claimedAt: null,
    ...given,
  };
}

const keptMs = 10 * 60_000;

/** One delivery of a post to an account, in the account's first language unless said. */
export function deliveryOf(
  number: number,
  post: Post,
  account: Account,
  given: Pick<Delivery, "state"> & Partial<Delivery>,
): Delivery {
  const at = Date.parse(post.firedAt);
  const isPublic = given.state === "confirmed";
  return {
    id: idOf(number),
    postId: post.id,
    momentId: post.momentId,
    account: { id: account.id, handle: account.handle, name: account.name },
    network: account.network,
    locales: account.locales.slice(0, 1),
    kind: "post",
    reason: null,
    detail: null,
    rev: 1,
    dueAt: iso(at + 3000),
    notAfter: iso(at + keptMs),
    timed: false,
    doubt: null,
    awaitedHash: null,
    publicAt: isPublic ? iso(at + 4000) : null,
    targetDeliveryId: null,
    takenBackAt: null,
    remoteId: isPublic ? String(number) : null,
    remoteUrl: isPublic ? `http://127.0.0.1/posts/${number}` : null,
    text: post.title.fr,
    media: [],
    changedAt: iso(at),
    ...given,
  };
}

/** A planned post, and when it leaves. */
export function slotOf(number: number, post: Post, at: number): Slot {
  return {
    id: idOf(number),
    campaignId,
    externalId: String(number),
    kind: "post",
    title: post.title,
    wallAt: iso(at).slice(0, 19),
    zone: "UTC",
    fold: null,
    startAt: iso(at),
    notAfter: iso(at + keptMs),
    lateMs: null,
    unit: null,
    timetable: null,
    byHand: false,
    postId: post.id,
  };
}

export function holdOf(
  number: number,
  scope: Hold["scope"],
  given: Partial<Hold> & Pick<Hold, "at">,
): Hold {
  return { id: idOf(number), scope, scopeId: null, held: true, by: null, reason: null, ...given };
}

export function claimOf(moment: Moment, person: Person, at: number): Claim {
  return { id: moment.id, personId: person.id, personName: person.name, at: iso(at) };
}

export function feedOf(number: number, name: string, given: Partial<Feed>): Feed {
  return {
    id: idOf(number),
    name,
    format: "odf",
    connector: "webhook",
    address: null,
    everyMs: null,
    settings: {},
    hasKey: false,
    muted: false,
    testOnly: false,
    trouble: null,
    lastMessageAt: null,
    pictureDelayMs: null,
    picturePresses: 0,
    ...given,
  };
}
