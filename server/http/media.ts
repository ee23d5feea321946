/** Pictures in and out: `POST /api/media` takes one as its raw bytes, `GET /media/:id` gives it to whoever is signed in. */
import { raw, Router } from "express";
import type { ErrorRequestHandler, NextFunction, Request, Response } from "express";
import { Refusal } from "#shared/errors.ts";
import { mediaId } from "#shared/ids.ts";
import { type Media, mediaTypes } from "#shared/media.ts";
import { may } from "#shared/roles.ts";
import { refuse } from "./answers.ts";
import type { Identified, Sessions } from "./session.ts";

export type MediaParts = {
  sessions: Sessions;
  addPicture: (file: Buffer, addedBy: string) => Promise<Media>;
  readPicture: (id: string) => Promise<{ body: Buffer; type: string; sha256: string } | null>;
};

type Known = Response<unknown, { who: Identified }>;

const maxMegabytes = 10;
/** Files being received at once, each held in memory. */
const atMost = 8;

export function mediaRoutes({ sessions, addPicture, readPicture }: MediaParts): Router {
  const router = Router();
  const signedIn = async (request: Request, response: Known, next: NextFunction) => {
    const who = await sessions.identify(request.headers);
    if (!who) return refuse(response, "signedOut", { message: "sign in, or send a bearer token" });
    response.locals.who = who;
    next();
  };
  router.post(
    "/api/media",
    signedIn,
    mayAdd,
    few(atMost),
    raw({ type: () => true, limit: maxMegabytes * 1e6, inflate: false }),
    async (request: Request, response: Known) => {
      const file = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const media = await addPicture(file, response.locals.who.person.id);
      response.set("Cache-Control", "no-store").json({ media });
    },
  );
  router.use("/api/media", refuseUnread);
  router.get("/media/:id", signedIn, async (request: Request<{ id: string }>, response: Known) => {
    const id = mediaId.safeParse(request.params.id);
    const picture = id.success ? await readPicture(id.data) : null;
    if (!picture) return refuse(response, "notFound", { message: "there is no such picture" });
    response.set({
      "Cache-Control": "private, max-age=31536000, immutable",
      "Content-Security-Policy": "default-src 'none'; sandbox",
      "Content-Type": picture.type,
      ETag: `"${picture.sha256}"`,
      "X-Content-Type-Options": "nosniff",
    });
    response.send(picture.body);
  });
  return router;
}

/** Before a byte of the body is read: who it is, and what it says it is. */
function mayAdd(request: Request, response: Known, next: NextFunction): void {
  const { role } = response.locals.who.person;
  if (!may(role, "spot"))
    return refuse(response, "notAllowed", {
      message: `adding a picture is not for the role ${role}`,
      role,
      power: "spot",
    });
  const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (!mediaTypes.some((each) => each === type))
    return refuse(response, "badMedia", {
      field: "content-type",
      message: `content-type: send the picture's bytes as ${mediaTypes.join(", ")}`,
    });
  next();
}

/** Refuses what would be one too many at once. */
function few(most: number) {
  let now = 0;
  return (_request: Request, response: Response, next: NextFunction): void => {
    if (now >= most)
      return refuse(response, "busy", { message: "other pictures are coming in: try again" });
    now += 1;
    response.once("close", () => {
      now -= 1;
    });
    next();
  };
}

const refuseUnread: ErrorRequestHandler = (error: { type?: string }, _request, _response, next) => {
  if (error.type === "entity.too.large")
    return next(
      new Refusal("badMedia", {
        field: "body",
        message: `the file is larger than ${maxMegabytes} MB, the most this desk takes`,
      }),
    );
  if (error.type === "encoding.unsupported")
    return next(
      new Refusal("badMedia", {
        field: "content-encoding",
        message: "send the picture as it is, without compression",
      }),
    );
  next(error);
};
