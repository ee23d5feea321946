/** Signing in with a one-time link, and out. */
import { Router } from "express";
import type { Request } from "express";
import type { Sessions } from "./session.ts";

type Parts = {
  sessions: Sessions;
  useSignInLink: (token: string) => Promise<string | null>;
  /** Called when a session has ended, so that its consoles are cut. */
  onSignedOut: (sessionId: string) => void;
};

export function signInRoutes({ sessions, useSignInLink, onSignedOut }: Parts): Router {
  const router = Router();
  router.get(
    "/sign-in/:token",
    sessions.middleware,
    async (request: Request<{ token: string }>, response) => {
      response.set("Cache-Control", "no-store");
      // Chat programs look at links before people do; a look must not use the link up.
      if (request.method === "HEAD") return void response.end();
      const person = await useSignInLink(request.params.token);
      if (!person) return void response.status(410).type("html").send(usedLink);
      await begin(request, person);
      response.redirect(303, "/");
    },
  );
  router.post("/sign-out", sessions.middleware, async (request, response) => {
    const { sessionID } = request;
    await done((callback) => request.session.destroy(callback));
    onSignedOut(sessionID);
    response
      .clearCookie("rebond")
      .clearCookie("__Host-rebond", { secure: true, path: "/" })
      .status(204)
      .end();
  });
  return router;
}

/** A new session id for a new person: an id somebody planted before is worth nothing. */
async function begin(request: Request<{ token: string }>, personId: string): Promise<void> {
  await done((callback) => request.session.regenerate(callback));
  request.session.personId = personId;
  request.session.startedAt = Date.now();
  await done((callback) => request.session.save(callback));
}

function done(start: (callback: (error: unknown) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => start((error) => (error ? reject(error) : resolve())));
}

const usedLink = `<!doctype html><html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Rebond</title><body style="font: 1.1rem/1.5 system-ui; max-width: 34rem; margin: 15vh auto; padding: 0 1rem">
<h1 style="font-size: 1.4rem">Ce lien ne sert plus</h1>
<p>Un lien d’accès ne s’utilise qu’une fois, dans les 24 heures. Demandez-en un nouveau à la personne qui tient le desk :
elle l’obtient avec <code>npm run -s rebond -- link</code>.</p>
<h1 style="font-size: 1.4rem" lang="en">This link no longer works</h1>
<p lang="en">A sign-in link works once, within 24 hours. Ask whoever runs the desk for a new one: they get it with
<code>npm run -s rebond -- link</code>.</p></body></html>
`;
