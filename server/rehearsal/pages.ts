/** The rehearsal network's public side: its pages, in the reader's language, and its pictures. */
import type { Express, Request, Response } from "express";
import { timelinePage, type PostOnPage } from "./page.ts";
import type { PictureFiles } from "./picture-files.ts";
import type { RegisteredAccounts } from "./registered.ts";
import type { StoredPost, Timeline } from "./timeline.ts";

type Shown = { timeline: Timeline; accounts: RegisteredAccounts; pictures: PictureFiles };

/** Sets the headers of everything the network serves, and adds its pages. */
export function mountPages(app: Express, { timeline, accounts, pictures }: Shown): void {
  const onPage = (post: StoredPost): PostOnPage => ({
    ...post,
    wears: accounts.find(post.handle)?.wears ?? "rehearsal",
  });
  app.use((_request, response, next) => {
    response.set({
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cache-control": "no-store",
    });
    next();
  });
  app.get("/", (request, response) => {
    show(request, response, 200, { posts: timeline.newest(100).map(onPage) });
  });
  app.get("/accounts/:handle", (request: Request<{ handle: string }>, response) => {
    const { handle } = request.params;
    const known = accounts.find(handle);
    const posts = timeline.newest(100, handle).map(onPage);
    show(request, response, known || posts.length > 0 ? 200 : 404, { posts, handle });
  });
  app.get("/posts/:id", (request: Request<{ id: string }>, response) => {
    const post = timeline.byId(request.params.id);
    show(request, response, post ? 200 : 404, { posts: post ? [onPage(post)] : [], alone: true });
  });
  app.get("/media/:id", (request: Request<{ id: string }>, response) => {
    const picture = pictures.find(request.params.id);
    if (!picture) return void response.status(404).type("text").send("no such picture");
    response.set({
      "content-type": picture.type,
      "cache-control": "public, max-age=31536000, immutable",
    });
    response.sendFile(picture.path, { cacheControl: false, dotfiles: "allow" });
  });
}

function show(
  request: Request<object>,
  response: Response,
  status: number,
  content: { posts: PostOnPage[]; handle?: string; alone?: boolean },
): void {
  const locale = request.acceptsLanguages("fr", "en") === "en" ? "en" : "fr";
  response
    .status(status)
    .set("vary", "accept-language")
    .type("html")
    .send(timelinePage(locale, content));
}
