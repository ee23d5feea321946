/** The HTTP server: what is served where, and the one place where a request's failure becomes an answer. */
import { createServer } from "node:http";
import type { Server } from "node:http";
import express from "express";
import type { ErrorRequestHandler } from "express";
import { Refusal } from "#shared/errors.ts";
import type { Log } from "../log.ts";
import { refuse } from "./answers.ts";
import type { ApiParts } from "./api.ts";
import { apiRoutes } from "./api.ts";
import { consoleRoutes } from "./console.ts";
import type { FeedParts } from "./feed.ts";
import { feedRoutes } from "./feed.ts";
import { sameOriginOnly, securityHeaders } from "./guards.ts";
import type { Readiness } from "./health.ts";
import { healthRoutes } from "./health.ts";
import { type MediaParts, mediaRoutes } from "./media.ts";
import type { Metrics } from "./metrics.ts";
import { signInRoutes } from "./sign-in.ts";

type Parts = ApiParts &
  MediaParts &
  Pick<FeedParts, "receive"> & {
    /** Behind https: cookies are Secure, browsers are told to stay there, and the proxy on this machine is believed. */
    secure: boolean;
    origins: () => readonly string[];
    feedMaxBytes: number;
    metrics: Metrics;
    readiness: () => Readiness;
    useSignInLink: (token: string) => Promise<string | null>;
    onSignedOut: (sessionId: string) => void;
    /** Where the built console is. */
    consoleFolder: string;
    log: Log;
  };

/** The server, not yet listening. */
export function createHttp(parts: Parts): Server {
  const { secure, origins, metrics, readiness, log } = parts;
  const app = express();
  app.disable("x-powered-by");
  app.set("query parser", "simple");
  app.set("trust proxy", secure ? "loopback" : false);
  app.use(healthRoutes({ readiness, registry: metrics.registry }));
  app.use(securityHeaders(origins, secure));
  app.use(
    feedRoutes({
      receive: parts.receive,
      maxBytes: parts.feedMaxBytes,
      count: metrics.feedMessage,
    }),
  );
  app.use(sameOriginOnly(origins));
  app.use(signInRoutes(parts));
  app.use(mediaRoutes(parts));
  app.use("/api", apiRoutes(parts));
  app.use(consoleRoutes(parts.consoleFolder));
  app.use((request, response) =>
    refuse(response, "notFound", { message: `there is no ${request.method} ${request.path}` }),
  );
  app.use(answerFailure(log));
  // A request that does not arrive in time is not waited for; sockets have their own pings.
  return createServer(
    { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 65_000 },
    app,
  );
}

/** Refusals keep their code; what the parser refused is bad input; everything else is a fault, logged once. */
function answerFailure(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof Refusal) return refuse(response, error.code, error.details);
    const { status, type, message } = error as { status?: number; type?: string; message?: string };
    if (typeof status === "number" && status >= 400 && status < 500) {
      if (status === 404)
        return refuse(response, "notFound", { message: `there is no ${request.path}` });
      return refuse(
        response,
        "badInput",
        { field: type ? "body" : "path", message: `not understood: ${message ?? "request"}` },
        status,
      );
    }
    log.error(
      { err: error, method: request.method, path: pathOf(request.path) },
      "a request failed",
    );
    refuse(response, "internal", { message: "something went wrong here; it is in the log" });
  };
}

/** A sign-in token must not reach the log. */
function pathOf(path: string): string {
  return path.startsWith("/sign-in/") ? "/sign-in/…" : path;
}
