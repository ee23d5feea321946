/** What every request passes: headers that bind the browser, and an origin check on everything that changes something. */
import type { NextFunction, Request, RequestHandler, Response } from "express";
import helmet from "helmet";
import { refuse } from "./answers.ts";
import { bearerOf } from "./session.ts";

/** Security headers. `secure`: the desk is reached through https. */
export function securityHeaders(origins: () => readonly string[], secure: boolean): RequestHandler {
  const sockets = () =>
    origins()
      .map((origin) => origin.replace(/^http/, "ws"))
      .join(" ");
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:", "blob:"],
        connectSrc: ["'self'", sockets],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: secure,
    xFrameOptions: { action: "deny" },
  });
}

const safeMethods = ["GET", "HEAD", "OPTIONS"];

/**
 * Refuses what another site makes a signed-in browser send. A browser names the origin on every unsafe request; one
 * that carries no cookie acts for nobody, and a token cannot be sent by a page that does not know it.
 */
export function sameOriginOnly(origins: () => readonly string[]): RequestHandler {
  return (request: Request, response: Response, next: NextFunction): void => {
    const { headers, method } = request;
    if (safeMethods.includes(method) || headers.cookie === undefined || bearerOf(headers) !== null)
      return next();
    const own =
      headers.origin === undefined
        ? headers["sec-fetch-site"] === "same-origin"
        : origins().includes(headers.origin);
    if (own) return next();
    refuse(response, "originRefused", {
      field: "Origin",
      message: "this was not sent by a page of this desk",
    });
  };
}
