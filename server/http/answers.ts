/** How a refusal or a fault is said over HTTP. */
import type { Response } from "express";
import type { RefusalCode, RefusalDetails } from "#shared/errors.ts";

const statuses: Partial<Record<RefusalCode, number>> = {
  badInput: 400,
  signedOut: 401,
  notAllowed: 403,
  originRefused: 403,
  unknownCommand: 404,
  notFound: 404,
  stale: 409,
  commandReused: 409,
  alreadyPosted: 409,
  sameWords: 409,
  nearWords: 409,
  bannedWord: 409,
  renderChanged: 409,
  clientTooOld: 426,
  tooSoon: 429,
  busy: 429,
  internal: 500,
};

/** The status of a refusal: one that has none of its own is the request's fault, 422. */
export function statusOf(code: RefusalCode): number {
  return statuses[code] ?? 422;
}

/** Answers `{ok: false, code, message, field?, details}` with the refusal's status. */
export function refuse(
  response: Response,
  code: RefusalCode,
  details: RefusalDetails = {},
  status = statusOf(code),
): void {
  const { field, message = code } = details;
  response
    .status(status)
    .json({ ok: false, code, message, ...(field === undefined ? {} : { field }), details });
}
