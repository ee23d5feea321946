import { expect, test } from "vitest";
import { explain } from "#server/networks/bluesky/ask.ts";

const refused = (status: number, error: string, headers: Record<string, string> = {}) => ({
  status,
  headers,
  body: { error, message: "in the server's words" },
});

test.each([
  [400, "InvalidRequest", "contentRejected"],
  [400, "BlobNotFound", "contentRejected"],
  [400, "ExpiredToken", "authExpired"],
  [400, "InvalidToken", "authExpired"],
  [401, "AuthenticationRequired", "authExpired"],
  [401, "AccountTakedown", "permissionMissing"],
  [400, "AccountDeactivated", "permissionMissing"],
  [403, "Forbidden", "permissionMissing"],
  [429, "RateLimitExceeded", "rateLimited"],
  [500, "InternalServerError", "ambiguous"],
  [502, "UpstreamFailure", "ambiguous"],
  [404, "NotFound", "ambiguous"],
])("a refusal of Bluesky, %i %s, means %s", (status, error, kind) => {
  expect(explain(refused(status, error)).kind).toBe(kind);
});

test("a refusal that is not in Bluesky's own form says nothing about the post", () => {
  for (const body of [null, {}, { error: 3 }, { message: "no" }, "no"])
    for (const status of [302, 400, 401, 403, 429])
      expect(explain({ status, headers: {}, body }).kind).toBe("ambiguous");
});

test("a limit is waited out for as long as the server says, in whichever way it says it", () => {
  const inSeconds = (headers: Record<string, string>) =>
    Math.round(
      (explain(refused(429, "RateLimitExceeded", headers)).until!.getTime() - Date.now()) / 1000,
    );
  const at = (seconds: number) => Math.round(Date.now() / 1000 + seconds);
  expect(inSeconds({ "ratelimit-reset": String(at(90)) })).toBeGreaterThanOrEqual(89);
  expect(inSeconds({ "retry-after": "30" })).toBe(30);
  expect(inSeconds({ "retry-after": new Date(at(40) * 1000).toUTCString() })).toBeGreaterThan(38);
  for (const headers of [{}, { "retry-after": "soon" }, { "ratelimit-reset": String(at(-60)) }])
    expect(inSeconds(headers)).toBe(5);
  expect(inSeconds({ "ratelimit-reset": "9".repeat(12) })).toBe(24 * 3600);
});
