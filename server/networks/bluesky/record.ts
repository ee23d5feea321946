/** The record of a post, exactly as it will stand in the account's repository: text, facets, languages, pictures. */
import type { AppBskyRichtextFacet } from "@atproto/api";
import { z } from "zod";
import { NetworkError, type Outgoing, type OutgoingMedia } from "../network.ts";
import { explain, procedure, query } from "./ask.ts";
import type { Content } from "./session.ts";

/** Of a post's pictures, each in bytes: https://docs.bsky.app, app.bsky.embed.images. */
const maxPicture = 1_000_000;
const maxPictures = 4;
const lookUpMs = 3000;

const blob = z.object({
  $type: z.literal("blob"),
  ref: z.object({ $link: z.string().max(200) }),
  mimeType: z.string().max(100),
  size: z.number().int().positive(),
});
const uploaded = z.object({ blob });

export type PostRecord = { text: string; createdAt: string; [field: string]: unknown };

/**
 * Uploads the pictures and builds the record. Throws `mediaRejected` for a picture the network does not take and
 * `contentRejected` for a record that its own schema refuses.
 */
export async function buildRecord(
  outgoing: Outgoing,
  session: Content,
  signal: AbortSignal,
): Promise<PostRecord> {
  // Half a second and 38 MB that a desk without such an account does not pay.
  const { AppBskyFeedPost, jsonToLex } = await import("@atproto/api");
  const { text, locale, createdAt, media } = outgoing;
  if (media.length > maxPictures)
    throw new NetworkError("mediaRejected", `${media.length} pictures, of ${maxPictures} at most`);
  const facets = await findFacets(text, session, signal);
  const images = await Promise.all(media.map((each) => upload(each, session, signal)));
  const record = {
    $type: "app.bsky.feed.post",
    text,
    createdAt,
    langs: [locale],
    ...(facets.length > 0 ? { facets } : {}),
    ...(images.length > 0 ? { embed: { $type: "app.bsky.embed.images", images } } : {}),
  };
  const checked = AppBskyFeedPost.validateRecord(jsonToLex(record));
  if (!checked.success) throw new NetworkError("contentRejected", checked.error.message);
  return record;
}

async function upload(
  { read, type, width, height, alt }: OutgoingMedia,
  { host, accessJwt }: Content,
  signal: AbortSignal,
): Promise<object> {
  const bytes = await read();
  if (bytes.length > maxPicture) {
    const size = `${bytes.length} bytes, of ${maxPicture} at most`;
    throw new NetworkError("mediaRejected", `the picture is too large for Bluesky: ${size}`);
  }
  const place = { host, method: "com.atproto.repo.uploadBlob" };
  const answer = await procedure(place, accessJwt, { bytes, type }, signal);
  if (answer.status === 413) throw new NetworkError("mediaRejected", "the picture is too large");
  if (answer.status !== 200) throw aboutPicture(explain(answer));
  const parsed = uploaded.safeParse(answer.body);
  if (!parsed.success) throw new NetworkError("ambiguous", "the upload's answer could not be read");
  return { image: parsed.data.blob, alt, aspectRatio: { width, height } };
}

function aboutPicture({ kind, message, until }: NetworkError): NetworkError {
  return new NetworkError(kind === "contentRejected" ? "mediaRejected" : kind, message, until);
}

/** Links, tags and mentions; a name that cannot be looked up stays plain text, for its facet would be refused. */
async function findFacets(
  text: string,
  session: Content,
  signal: AbortSignal,
): Promise<AppBskyRichtextFacet.Main[]> {
  const { AppBskyRichtextFacet: kinds, RichText } = await import("@atproto/api");
  const rich = new RichText({ text });
  rich.detectFacetsWithoutResolution();
  const found = await Promise.all(
    (rich.facets ?? []).map(async (facet) => {
      const [feature] = facet.features;
      if (!feature || !kinds.isMention(feature)) return facet;
      const did = await lookUp(feature.did, session, signal);
      return did === null ? null : { ...facet, features: [{ ...feature, did }] };
    }),
  );
  return found.filter((facet) => facet !== null);
}

const resolved = z.object({ did: z.string().regex(/^did:[a-z]+:\S+$/) });

/** The DID behind a handle; null where it has none, or not in time: a reaction does not wait for a mention. */
async function lookUp(
  handle: string,
  { host, accessJwt }: Content,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    const answer = await query(
      { host, method: "com.atproto.identity.resolveHandle", query: { handle } },
      accessJwt,
      AbortSignal.any([signal, AbortSignal.timeout(lookUpMs)]),
    );
    const parsed = resolved.safeParse(answer.body);
    return answer.status === 200 && parsed.success ? parsed.data.did : null;
  } catch (error) {
    if (signal.aborted || !(error instanceof NetworkError)) throw error;
    return null;
  }
}
