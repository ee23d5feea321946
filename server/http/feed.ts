/** `POST /feeds/:source`: raw bytes in, an answer that names what was wrong out. No session: the signature is the proof. */
import { Router, raw } from "express";
import type { IncomingHttpHeaders } from "node:http";
import type { ErrorRequestHandler } from "express";

/** What the feeds part answers; `status` is the HTTP status. */
export type Received = {
  status: number;
  outcome: string;
  field?: string;
  message: string;
  moments: number;
};

export type FeedParts = {
  receive: (message: {
    source: string;
    headers: Record<string, string>;
    body: Buffer;
    contentType: string;
  }) => Promise<Received>;
  maxBytes: number;
  count: (source: string, status: number, outcome: string) => void;
};

export function feedRoutes({ receive, maxBytes, count }: FeedParts): Router {
  const router = Router();
  router.post(
    "/feeds/:source",
    raw({ type: () => true, limit: maxBytes, inflate: false }),
    async (request, response) => {
      const { source } = request.params;
      const contentType = request.headers["content-type"] ?? "";
      // Without a body express leaves none; an empty one is for the feeds part to name.
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const { status, ...said } = await receive({
        source,
        headers: flat(request.headers),
        body,
        contentType,
      });
      count(source, status, said.outcome);
      response.status(status).json(said);
    },
  );
  router.all("/feeds/:source", (_request, response) => {
    const message = "send messages here with POST";
    response
      .status(405)
      .set("Allow", "POST")
      .json({ outcome: "wrongMethod", field: "method", message, moments: 0 });
  });
  router.use("/feeds", refuseUnread(maxBytes, count));
  return router;
}

/** A body that could not be taken never reaches the feeds part; its source may be anybody's word. */
function refuseUnread(maxBytes: number, count: FeedParts["count"]): ErrorRequestHandler {
  return (error: { type?: string }, _request, response, next) => {
    const said = unread(error.type, maxBytes);
    if (!said) return next(error);
    const { status, ...answer } = said;
    count("unknown", status, answer.outcome);
    response.status(status).json(answer);
  };
}

function unread(type: string | undefined, maxBytes: number): Received | null {
  if (type === "entity.too.large") {
    const message = `the body is larger than ${maxBytes} bytes, the most this desk takes (REBOND_FEED_MAX_BYTES)`;
    return { status: 413, outcome: "tooLarge", field: "body", message, moments: 0 };
  }
  if (type === "encoding.unsupported") {
    const message = "send the body as it is signed, without compression";
    return { status: 415, outcome: "compressed", field: "content-encoding", message, moments: 0 };
  }
  if (type === "request.aborted" || type === "request.size.invalid") {
    return {
      status: 400,
      outcome: "cutOff",
      field: "body",
      message: "the body ended before its announced length",
      moments: 0,
    };
  }
  return null;
}

function flat(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
}
