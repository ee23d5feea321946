/** What a script can do: read the desk, follow it, and every command an editor has, through the same dispatcher. */
import { randomUUID } from "node:crypto";
import { Router, json } from "express";
import type { NextFunction, Request, Response } from "express";
import { z } from "zod";
import { changeFor, snapshotFor } from "#shared/audience.ts";
import type { Snapshot } from "#shared/changes.ts";
import { maxBytesOf } from "#shared/commands.ts";
import { Refusal } from "#shared/errors.ts";
import type { PersonId } from "#shared/ids.ts";
import { envelope } from "#shared/protocol.ts";
import type { Envelope, Frame } from "#shared/protocol.ts";
import type { Reply } from "#shared/result.ts";
import { audienceOf } from "#shared/roles.ts";
import type { Role } from "#shared/roles.ts";
import type { Db } from "../db/changes.ts";
import { readOn } from "../db/changes.ts";
import { refuse } from "./answers.ts";
import { openApi } from "./openapi.ts";
import type { Identified, Sessions } from "./session.ts";

type Caller = { personId: PersonId; name: string; role: Role; via: "http"; isScript: boolean };
export type ApiParts = {
  db: Db;
  sessions: Sessions;
  dispatch: (caller: Caller, envelope: Envelope) => Promise<Reply<unknown>>;
  readSnapshot: () => Promise<Snapshot>;
};

type Known = Response<unknown, { who: Identified }>;

const changesQuery = z.strictObject({
  since: z.coerce.number().int().nonnegative(),
  epoch: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(500),
});
const commandBody = envelope.omit({ name: true }).partial({ commandId: true }).strict();

export function apiRoutes({ db, sessions, dispatch, readSnapshot }: ApiParts): Router {
  const router = Router();
  router.use((_request, response, next) => {
    response.set("Cache-Control", "no-store");
    next();
  });
  router.get("/openapi.json", (_request, response) => void response.json(openApi()));
  router.use(async (request: Request, response: Known, next: NextFunction) => {
    const who = await sessions.identify(request.headers);
    if (!who) return refuse(response, "signedOut", { message: "sign in, or send a bearer token" });
    response.locals.who = who;
    next();
  });
  router.get(
    "/me",
    (_request, response: Known) => void response.json({ person: response.locals.who.person }),
  );
  router.get("/snapshot", async (_request, response: Known) => {
    response.json(snapshotFor(audienceOf(response.locals.who.person.role), await readSnapshot()));
  });
  router.get("/changes", async (request, response: Known) => {
    response.json(await readChanges(db, response.locals.who, request.query));
  });
  router.post(
    "/commands/:name",
    (request: Request<{ name: string }>, response: Response, next: NextFunction) =>
      json({ limit: maxBytesOf(request.params.name) })(request, response, next),
    async (request: Request<{ name: string }>, response: Known) => {
      const { person, sessionId } = response.locals.who;
      const { id, name, role } = person;
      const isScript = sessionId === null;
      const asked = readCommand(request.params.name, request.body);
      const reply = await dispatch({ personId: id, name, role, via: "http", isScript }, asked);
      if (reply.ok) response.json({ ...reply, commandId: asked.commandId });
      else refuse(response, reply.code, reply.details);
    },
  );
  router.use((request, response) =>
    refuse(response, "notFound", {
      message: `there is no ${request.method} ${request.originalUrl.split("?")[0]}`,
    }),
  );
  return router;
}

async function readChanges(db: Db, { person }: Identified, query: unknown): Promise<Frame> {
  const { since, epoch, limit } = checked(changesQuery, query, "since");
  const { head, run } = await readOn(db, since, limit);
  if (epoch !== undefined && epoch !== head.epoch) {
    throw new Refusal("stale", {
      field: "epoch",
      message: "the change log was started anew: read /api/snapshot",
    });
  }
  const audience = audienceOf(person.role);
  const changes = run.map((change) => changeFor(audience, change));
  return { epoch: head.epoch, head: head.seq, changes };
}

function readCommand(name: string, body: unknown): Envelope {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new Refusal("badInput", {
      field: "body",
      message: "body: send a JSON object with an input, as application/json",
    });
  }
  const { commandId = randomUUID(), input, pressedAt } = checked(commandBody, body, "body");
  return { commandId, name, input, ...(pressedAt === undefined ? {} : { pressedAt }) };
}

function checked<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  whole: string,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.map(String).join(".") || whole;
  throw new Refusal("badInput", {
    field,
    message: `${field}: ${issue?.message ?? "not understood"}`,
  });
}
