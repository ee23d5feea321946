/** What the rehearsal network answers: its interface for desks, behind a token, and its pages for people. */
import { timingSafeEqual } from "node:crypto";
import express, { type Express, type NextFunction, type Request, type Response } from "express";
import { z } from "zod";
import { measure, type NetworkRules, networkName, networks } from "#shared/networks.ts";
import { faultList, type Faults } from "./faults.ts";
import { type Answer, createServe, type Hanging, no } from "./misbehave.ts";
import { mountPages } from "./pages.ts";
import { pictureCap, type PictureFiles } from "./picture-files.ts";
import type { Registered, RegisteredAccounts } from "./registered.ts";
import type { StoredPost, Timeline } from "./timeline.ts";

export type NetworkParts = {
  token: string;
  timeline: Timeline;
  accounts: RegisteredAccounts;
  pictures: PictureFiles;
  faults: Faults;
  hanging: Hanging;
  /** The network's address, known once it listens. */
  base: () => string;
};

const registration = z.strictObject({ wears: networkName });
const attached = z.strictObject({ id: z.string().max(100), alt: z.string().min(1) });
const postBody = z.strictObject({
  text: z.string().min(1),
  language: z.enum(["fr", "en"]),
  media: z.array(attached).max(4).default([]),
});
const post = "/v1/accounts/:handle/posts/:key";
const media = "/v1/accounts/:handle/media";
type Place = { handle: string; key: string };

/** The network as an Express app. */
export function createNetwork(parts: NetworkParts): Express {
  const { token, timeline, accounts, pictures, faults, hanging, base } = parts;
  const app = express().disable("x-powered-by");
  const json = express.json({ limit: "64kb" });
  const bytes = express.raw({ limit: pictureCap, type: () => true });
  const serve = createServe({ faults, hanging, signOut: accounts.signOut });
  const shown = (one: StoredPost) => shownPost(one, base(), accounts);
  const mayAct = [authorised(token), signedIn(accounts)];

  mountPages(app, parts);
  app.get("/health", (_request, response) => void response.json({ ok: true }));
  app.get("/v1/timeline", (_request, response) => {
    response.json({ posts: timeline.newest(1000).map(shown) });
  });
  app.put(
    "/v1/accounts/:handle",
    authorised(token),
    json,
    serve("signIn", (request) => register(accounts, request)),
  );
  app.post(
    media,
    ...mayAct,
    bytes,
    serve("upload", (request) => upload(pictures, request)),
  );
  app.put(
    post,
    ...mayAct,
    json,
    serve("publish", (request) => publish(parts, shown, request)),
  );
  app.get(
    post,
    ...mayAct,
    serve("find", ({ params }) => {
      const found = timeline.find(params.handle, params.key);
      return found
        ? { status: 200, body: shown(found) }
        : no(404, "postNotFound", "no post has this key");
    }),
  );
  app
    .route("/v1/faults")
    .all(authorised(token), json)
    .get((_request, response) => void response.json({ faults: faults.list() }))
    .put((request, response) => {
      const parsed = faultList.safeParse(request.body);
      if (!parsed.success) return refuse(response, no(422, "badFault", wordsOf(parsed.error)));
      faults.set(parsed.data.faults);
      response.json({ faults: faults.list() });
    })
    .delete((_request, response) => {
      faults.set([]);
      response.json({ faults: [] });
    });
  app.use((_request, response) => refuse(response, no(404, "notFound", "there is nothing here")));
  app.use(failed);
  return app;
}

function register(accounts: RegisteredAccounts, { params, body }: Request<Place>): Answer {
  const parsed = registration.safeParse(body);
  if (!parsed.success || params.handle.length > 253)
    return no(422, "badAccount", parsed.success ? "handle: too long" : wordsOf(parsed.error));
  const account: Registered = { handle: params.handle, ...parsed.data };
  accounts.signIn(account);
  return { status: 200, body: account };
}

function upload(pictures: PictureFiles, request: Request<Place>): Answer {
  const type = request.get("content-type") ?? "";
  const body: unknown = request.body;
  const id = Buffer.isBuffer(body) ? pictures.keep(body, type) : null;
  return id
    ? { status: 201, body: { id } }
    : no(415, "badPicture", "a JPEG, PNG or WebP, under the content type of its bytes");
}

function publish(
  { timeline, accounts, pictures }: NetworkParts,
  shown: (one: StoredPost) => object,
  { params, body }: Request<Place>,
): Answer {
  const parsed = postBody.safeParse(body);
  if (!parsed.success) return no(422, "badPost", wordsOf(parsed.error));
  const wears = accounts.find(params.handle)?.wears ?? "rehearsal";
  const rules: NetworkRules = networks[wears];
  const { length, maxLength, unit, fits } = measure(wears, parsed.data.text);
  if (!fits)
    return no(422, "tooLong", `${length} of ${maxLength} (${unit}), as ${rules.name} counts`);
  for (const { id, alt } of parsed.data.media) {
    if (!pictures.find(id)) return no(422, "unknownPicture", `${id} was never uploaded`);
    if (alt.length > rules.maxAlt)
      return no(422, "altTooLong", `${alt.length} of ${rules.maxAlt} characters of description`);
  }
  const { post: made, created, same } = timeline.put({ ...params, ...parsed.data });
  if (!same) return no(409, "keyTaken", "this key already made another post");
  return { status: created ? 201 : 200, body: shown(made) };
}

function shownPost(one: StoredPost, base: string, accounts: RegisteredAccounts) {
  const pictures = one.media.map((each) => ({ ...each, url: `${base}/media/${each.id}` }));
  const wears = accounts.find(one.handle)?.wears ?? "rehearsal";
  return { ...one, media: pictures, wears, url: `${base}/posts/${one.id}` };
}

function authorised(token: string) {
  const wanted = Buffer.from(`Bearer ${token}`);
  return (request: Request, response: Response, next: NextFunction): void => {
    const given = Buffer.from(request.get("authorization") ?? "");
    if (given.length === wanted.length && timingSafeEqual(given, wanted)) return next();
    refuse(response, no(401, "unauthorized", "the bearer token is missing or wrong"));
  };
}

function signedIn(accounts: RegisteredAccounts) {
  return (request: Request<Place>, response: Response, next: NextFunction): void => {
    if (accounts.isSignedIn(request.params.handle)) return next();
    refuse(response, no(401, "signedOut", "this account has to sign in first"));
  };
}

function refuse(response: Response, { status, body }: Answer): void {
  response.status(status).json(body);
}

function failed(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  // Its connection was cut on purpose, or by the caller: there is nobody to tell.
  if (response.headersSent) return next(error);
  const { status } = error as { status?: number };
  const message = error instanceof Error ? error.message : "not understood";
  // What the parser refused surely made no post; of anything else, a disk that is full, nobody can say so.
  const refused = status !== undefined && status >= 400 && status < 500;
  refuse(response, refused ? no(status, "badRequest", message) : no(500, "broken", message));
}

function wordsOf(error: z.ZodError): string {
  const [first] = error.issues;
  return `${first?.path.join(".") ?? ""}: ${first?.message ?? "not understood"}`.slice(0, 400);
}
