/**
 * The rehearsal network: a service of its own, in a process of its own, with a bearer token and a public page. It stands
 * where a real network stands, so that nothing in the desk knows the difference. Settings: NETWORK_PORT, NETWORK_TOKEN,
 * NETWORK_FILE. It ends when its standard input closes, so that it never outlives the desk that started it.
 */
import { timingSafeEqual } from "node:crypto";
import express, { type NextFunction, type Request, type Response } from "express";
import { z } from "zod";
import { timelinePage } from "./page.ts";
import { openTimeline, type StoredPost } from "./timeline.ts";

const settings = z
  .object({
    NETWORK_PORT: z.coerce.number().int(),
    NETWORK_TOKEN: z.string().min(16),
    NETWORK_FILE: z.string().min(1),
  })
  .parse(process.env);
const timeline = openTimeline(settings.NETWORK_FILE);
const limit = 300;
const body = z.strictObject({ text: z.string().min(1), language: z.enum(["fr", "en"]) });
let base = "";

const app = express().disable("x-powered-by");
app.use((_request, response, next) => {
  response.set({
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  });
  next();
});
app.get("/", (_request, response) => {
  response.type("html").send(timelinePage("Rebond, le fil de répétition", timeline.newest(100)));
});
app.get("/health", (_request, response) => {
  response.json({ ok: true });
});
app.get("/v1/timeline", (_request, response) => {
  response.json({ posts: timeline.newest(1000).map(shown) });
});
app.get("/posts/:id", (request, response) => {
  const post = timeline.byId(request.params.id);
  response
    .status(post ? 200 : 404)
    .type("html")
    .send(timelinePage(post ? `@${post.handle}` : "404", post ? [post] : []));
});
const place = "/v1/accounts/:handle/posts/:key";
app.put(
  place,
  authorised,
  express.json({ limit: "16kb" }),
  (request: Request<{ handle: string; key: string }>, response) => {
    const parsed = body.safeParse(request.body);
    if (!parsed.success)
      return refuse(
        response,
        422,
        "badPost",
        `${parsed.error.issues[0]?.path.join(".")}: ${parsed.error.issues[0]?.message}`,
      );
    const length = [...new Intl.Segmenter().segment(parsed.data.text)].length;
    if (length > limit) return refuse(response, 422, "tooLong", `${length} of ${limit} characters`);
    const { post, created, same } = timeline.put({ ...request.params, ...parsed.data });
    if (!same) return refuse(response, 409, "keyTaken", "this key already made another post");
    response.status(created ? 201 : 200).json(shown(post));
  },
);
app.get(place, authorised, (request: Request<{ handle: string; key: string }>, response) => {
  const post = timeline.find(request.params.handle, request.params.key);
  if (!post) return refuse(response, 404, "postNotFound", "no post has this key");
  response.json(shown(post));
});
app.use((_request, response) => refuse(response, 404, "notFound", "there is nothing here"));
app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
  const { status } = error as { status?: number };
  const message = error instanceof Error ? error.message : "not understood";
  // What the parser refused surely made no post; of anything else, a disk that is full, nobody can say so.
  if (status !== undefined && status >= 400 && status < 500)
    return refuse(response, 400, "badRequest", message);
  refuse(response, 500, "broken", message);
});

function shown(post: StoredPost) {
  return {
    id: post.id,
    url: `${base}/posts/${post.id}`,
    handle: post.handle,
    key: post.key,
    text: post.text,
    language: post.language,
    createdAt: post.createdAt,
  };
}

function refuse(response: Response, status: number, error: string, message: string): void {
  response.status(status).json({ error, message });
}

function authorised(request: Request, response: Response, next: NextFunction): void {
  const given = Buffer.from(request.get("authorization") ?? "");
  const wanted = Buffer.from(`Bearer ${settings.NETWORK_TOKEN}`);
  if (given.length === wanted.length && timingSafeEqual(given, wanted)) return next();
  refuse(response, 401, "unauthorized", "the bearer token is missing or wrong");
}

/** The desk that ran before us may still be leaving this port: wait a little, then say so. */
function listen(attempt: number): void {
  const server = app.listen(settings.NETWORK_PORT, "127.0.0.1");
  server.once("listening", () => {
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : settings.NETWORK_PORT;
    base = `http://127.0.0.1:${port}`;
    process.stdout.write(`listening ${base}\n`);
  });
  server.once("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EADDRINUSE" && attempt < 40) setTimeout(() => listen(attempt + 1), 100);
    else {
      process.stderr.write(
        `the rehearsal network cannot listen on port ${settings.NETWORK_PORT}: ${error.message}\n`,
      );
      process.exit(1);
    }
  });
}
listen(0);
process.stdin.on("end", () => process.exit(0)).resume();
// Ctrl C reaches every process of a terminal: the desk still posts what is under way, and then lets go of us.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => undefined);
