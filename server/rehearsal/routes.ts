/** What the rehearsal network answers: its interface for desks, behind a token, and its pages for people. */
import { timingSafeEqual } from "node:crypto";
import express, { type Express, type NextFunction, type Request, type Response } from "express";
import { z } from "zod";
import { type Manner, networkName } from "#shared/networks.ts";
import { type Answer, no } from "./answer.ts";
import type { Calls } from "./calls.ts";
import { wordsOf } from "./content.ts";
import type { Drafts } from "./drafts.ts";
import { faultList, type Faults } from "./faults.ts";
import type { Keys } from "./keys.ts";
import {
  type CallName,
  type Doings,
  mannerIn,
  type MannerParts,
  type Place,
  wornIn,
} from "./manners/doing.ts";
import { byContainers, byFlag } from "./manners/drafts.ts";
import { byIdempotencyKey, byListing, byPosting } from "./manners/posted.ts";
import { byRecordKey } from "./manners/record-key.ts";
import type { Hanging } from "./misbehave.ts";
import { mountPages } from "./pages.ts";
import { pictureCap, type PictureFiles } from "./picture-files.ts";
import type { Registered, RegisteredAccounts } from "./registered.ts";
import { createServe } from "./serve.ts";
import type { StoredPost, Timeline } from "./timeline.ts";

export type NetworkParts = {
  token: string;
  timeline: Timeline;
  drafts: Drafts;
  keys: Keys;
  calls: Calls;
  accounts: RegisteredAccounts;
  pictures: PictureFiles;
  faults: Faults;
  hanging: Hanging;
  /** The network's address, known once it listens. */
  base: () => string;
};

const registration = z.strictObject({ wears: networkName });
const account = "/v1/accounts/:handle";
/** Where each call is; `id` is a key, or what the network called it. */
const places: Record<CallName, ["get" | "put" | "post" | "delete", string]> = {
  putPost: ["put", "/posts/:id"],
  getPost: ["get", "/posts/:id"],
  postPost: ["post", "/posts"],
  listPosts: ["get", "/posts"],
  liftFlag: ["post", "/posts/:id/publish"],
  removePost: ["delete", "/posts/:id"],
  postContainer: ["post", "/containers"],
  getContainer: ["get", "/containers/:id"],
  publishContainer: ["post", "/publish"],
};
const mostShown = 20_000;
const shownAtOnce = z.coerce.number().int().min(1).max(mostShown).catch(1000);

/** The network as an Express app. */
export function createNetwork(parts: NetworkParts): Express {
  const { token, timeline, accounts, base } = parts;
  const app = express().disable("x-powered-by");
  const shown = (one: StoredPost) => shownPost(one, base(), accounts);

  mountPages(app, parts);
  app.get("/health", (_request, response) => void response.json({ ok: true }));
  app.get("/v1/timeline", ({ query }, response) => {
    response.json({ posts: timeline.newest(shownAtOnce.parse(query["limit"])).map(shown) });
  });
  mountAccounts(app, { ...parts, shown });
  app.get("/v1/calls", authorised(token), (_request, response) => {
    response.json({ calls: parts.calls.list() });
  });
  mountFaults(app, parts);
  app.use((_request, response) => refuse(response, no(404, "notFound", "there is nothing here")));
  app.use(failed);
  return app;
}

/** What an account's client may ask, by the manner of the network that the account wears. */
function mountAccounts(app: Express, parts: NetworkParts & MannerParts): void {
  const { token, accounts, faults, hanging, calls, pictures } = parts;
  const json = express.json({ limit: "64kb" });
  const bytes = express.raw({ limit: pictureCap, type: () => true });
  const mayAct = [authorised(token), signedIn(accounts)];
  const mannerOf = (handle: string): Manner => mannerIn(accounts, handle);
  const serve = createServe({ faults, hanging, calls, mannerOf, signOut: accounts.signOut });
  const text = () => null;
  const signIn = (request: Request<Place>) => register(accounts, request);
  const addPicture = (request: Request<Place>) => upload(pictures, request);

  app.put(
    account,
    authorised(token),
    json,
    serve(() => ({ call: "signIn", text, act: signIn })),
  );
  app.post(
    `${account}/media`,
    ...mayAct,
    bytes,
    serve(() => ({ call: "upload", text, act: addPicture })),
  );
  const manners: Record<Manner, Doings> = {
    recordKey: byRecordKey(parts),
    container: byContainers(parts),
    flag: byFlag(parts),
    idempotencyKey: byIdempotencyKey(parts),
    listing: byListing(parts),
    nothing: byPosting(parts),
  };
  for (const [name, [method, place]] of Object.entries(places) as [CallName, ["get", string]][])
    app[method](
      `${account}${place}`,
      ...mayAct,
      json,
      serve(({ params }) => manners[mannerOf(params.handle)][name] ?? otherManner),
    );
}

/** Surely nothing came of it. */
const otherManner = no(422, "otherManner", "this account does not publish that way");

function mountFaults(app: Express, { token, faults }: NetworkParts): void {
  app
    .route("/v1/faults")
    .all(authorised(token), express.json({ limit: "4mb" }))
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

function shownPost(one: StoredPost, base: string, accounts: RegisteredAccounts) {
  const pictures = one.media.map((each) => ({ ...each, url: `${base}/media/${each.id}` }));
  return {
    ...one,
    media: pictures,
    wears: wornIn(accounts, one.handle),
    url: `${base}/posts/${one.id}`,
  };
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
