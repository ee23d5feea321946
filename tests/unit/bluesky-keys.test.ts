import { lexicons } from "@atproto/api";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { instantOfKey, remoteKeyFor } from "#server/networks/keys.ts";

test("every delivery has a key that Bluesky takes, and no two share one", () => {
  const keys = Array.from({ length: 100_000 }, () => remoteKeyFor("bluesky", uuidv7()));
  for (const key of keys) assertTid(key);
  expect(new Set(keys).size).toBe(keys.length);
});

test("a delivery's key is always the same, and says the millisecond in which the delivery was made", () => {
  for (const at of [
    "2026-07-14T21:03:44.120Z",
    "1970-01-01T00:00:00.000Z",
    "2050-01-01T00:00:00.999Z",
  ]) {
    const id = uuidv7({ msecs: Date.parse(at) });
    expect(remoteKeyFor("bluesky", id)).toBe(remoteKeyFor("bluesky", id));
    expect(instantOfKey(remoteKeyFor("bluesky", id))).toBe(at);
  }
});

test("what is no key of theirs says no instant", () => {
  for (const key of [
    "",
    "3lbkxyzabcd2",
    "3lbkxyzabcd2aa",
    "3LBKXYZABCD2A",
    "zzzzzzzzzzzzz",
    "0lbkxyzabcd2a",
  ])
    expect(instantOfKey(key)).toBeNull();
});

/** By the network's own schema, of a parameter that is a key of this kind. Throws for what is none. */
function assertTid(since: string): void {
  lexicons.assertValidXrpcParams("com.atproto.sync.getRepo", { did: "did:plc:x", since });
}

test("what checks the keys above would notice a wrong one", () => {
  expect(() => assertTid("zzzzzzzzzzzzz")).toThrow();
});
