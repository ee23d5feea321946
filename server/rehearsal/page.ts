/** The rehearsal network's public page: what a follower would see. No script, no outside resource. */
import type { Locale } from "#shared/locales.ts";
import { measure, type NetworkName, networks } from "#shared/networks.ts";
import { pageStyle } from "./page-style.ts";
import type { StoredPost } from "./timeline.ts";

/** A post with whose rules and looks its account wears. */
export type PostOnPage = StoredPost & { wears: NetworkName };
/** `handle`: of one account only. `alone`: one post, where its receipt leads. */
type Content = { posts: readonly PostOnPage[]; handle?: string; alone?: boolean };

const words = {
  fr: {
    title: "Le fil de répétition",
    notice: "Réseau de répétition : rien de ce qui est ici n’est public.",
    all: "Tout le fil",
    none: "Rien encore.",
    unknown: "Cette page n’existe pas.",
    as: (name: string) => `comme sur ${name}`,
    alt: "Description de l’image",
    at: "Publié",
    key: "Clé",
    length: "Longueur",
    language: "Langue",
    languages: { fr: "français", en: "anglais" },
    units: { grapheme: "caractères", weighted: "unités pondérées", byte: "octets" },
  },
  en: {
    title: "The rehearsal timeline",
    notice: "Rehearsal network: nothing here is public.",
    all: "Whole timeline",
    none: "Nothing yet.",
    unknown: "There is no such page.",
    as: (name: string) => `as on ${name}`,
    alt: "Picture description",
    at: "Published",
    key: "Key",
    length: "Length",
    language: "Language",
    languages: { fr: "French", en: "English" },
    units: { grapheme: "characters", weighted: "weighted units", byte: "bytes" },
  },
} as const;

/** The page for these posts, newest first as given, in the reader's language. */
export function timelinePage(locale: Locale, { posts, handle, alone = false }: Content): string {
  const say = words[locale];
  const title = handle ? `@${handle}` : alone && posts[0] ? `@${posts[0].handle}` : say.title;
  const missing = alone ? say.unknown : say.none;
  const list =
    posts.length > 0
      ? posts.map((post) => article(locale, post, alone)).join("\n")
      : `<p class="none">${missing}</p>`;
  const isWhole = handle === undefined && !alone;
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
<title>${escape(title)} · Rebond</title><style>${pageStyle}</style></head><body>
<div class="top"><div><span>${say.notice}</span>${isWhole ? "" : `<a href="/">${say.all}</a>`}</div></div>
<main>${alone ? "" : `<h1>${escape(title)}</h1>`}
${list}</main></body></html>`;
}

function article(locale: Locale, post: PostOnPage, alone: boolean): string {
  const say = words[locale];
  const page = `/accounts/${encodeURIComponent(post.handle)}`;
  const as =
    post.wears === "rehearsal"
      ? ""
      : `<span class="as">${escape(say.as(networks[post.wears].name))}</span>`;
  return `<article class="${post.wears}${alone ? " alone" : ""}" id="p${escape(post.id)}">
<a class="face" href="${page}" aria-hidden="true" tabindex="-1">${escape(initial(post.handle))}</a>
<div><div class="who"><a href="${page}"><b>@${escape(post.handle)}</b></a>${as}
<a class="when" href="/posts/${encodeURIComponent(post.id)}">${time(locale, post.createdAt)}</a></div>
<p class="text" lang="${post.language}">${marked(post.text)}</p>${post.media.map((each) => figure(locale, post, each)).join("")}</div>
${alone ? proof(locale, post) : ""}</article>`;
}

function figure(locale: Locale, post: PostOnPage, { id, alt }: PostOnPage["media"][number]) {
  return `<figure><img src="/media/${encodeURIComponent(id)}" alt="${escape(alt)}" loading="lazy">
<figcaption><b title="${words[locale].alt}">ALT</b><span lang="${post.language}">${escape(alt)}</span></figcaption></figure>`;
}

/** What a receipt is worth: when, under which key, and how long as its network counts. */
function proof(locale: Locale, post: PostOnPage): string {
  const say = words[locale];
  const { length, maxLength, unit } = measure(post.wears, post.text);
  const rows = [
    [say.at, post.createdAt.replace("T", " ").replace("Z", " UTC")],
    [say.language, say.languages[post.language]],
    [say.length, `${length} / ${maxLength} ${say.units[unit]}`],
    ...(post.key === "" ? [] : [[say.key, post.key] as const]),
  ] as const;
  return `<dl>${rows.map(([name, value]) => `<dt>${name}</dt><dd>${escape(value)}</dd>`).join("")}</dl>`;
}

function time(locale: Locale, at: string): string {
  const day = new Intl.DateTimeFormat(locale === "fr" ? "fr-FR" : "en-GB", {
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  }).format(new Date(at));
  return `<time datetime="${escape(at)}">${escape(day)}, ${escape(at.slice(11, 19))} UTC</time>`;
}

/** Links and tags set apart, as the networks do; everything else as it is. */
function marked(text: string): string {
  const pattern =
    /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)»])|(?<![\p{L}\p{N}_&])([#@][\p{L}\p{N}_][\p{L}\p{N}_.]*)/gu;
  let html = "";
  let from = 0;
  for (const found of text.matchAll(pattern)) {
    const [whole, link] = found;
    html += escape(text.slice(from, found.index));
    html += link
      ? `<a href="${escape(link)}" rel="noopener noreferrer nofollow">${escape(link)}</a>`
      : `<i>${escape(whole)}</i>`;
    from = found.index + whole.length;
  }
  return html + escape(text.slice(from));
}

function initial(handle: string): string {
  return /[\p{L}\p{N}]/u.exec(handle)?.[0] ?? "·";
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}
