import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { hostname } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  addressProblem,
  assertPublicPeer,
  hostsIn,
  isPublicAddress,
  publicLookup,
} from "#server/addresses.ts";
import { createReach } from "#server/safe-fetch.ts";
import { event, type Followed, openFollowed } from "../harness/followed.ts";
import { page, type Provider, startProvider } from "../harness/providers.ts";

let provider: Provider;
let desk: Followed;
beforeAll(async () => {
  [provider, desk] = await Promise.all([startProvider(), openFollowed()]);
});
afterAll(async () => {
  await desk?.close();
  await provider?.close();
});
const web = ["https:", "http:"];
const nobody = hostsIn("");

test.each([
  ["this machine", "http://127.0.0.1/"],
  ["this machine, by its name", "http://localhost/"],
  ["this machine, by a name below that", "http://db.localhost/"],
  ["this machine, shortened", "http://127.1/"],
  ["this machine, as one number", "http://2130706433/"],
  ["this machine, in hexadecimal", "http://0x7f000001/"],
  ["this machine, in octal", "http://0177.0.0.1/"],
  ["this machine, with a point behind", "http://127.0.0.1./"],
  ["this machine, in full-width digits", "http://１２７.０.０.１/"],
  ["any address of this machine", "http://0.0.0.0/"],
  ["this machine by IPv6", "http://[::1]/"],
  ["no address by IPv6", "http://[::]/"],
  ["IPv4 in IPv6", "http://[::ffff:127.0.0.1]/"],
  ["IPv4 in IPv6, in hexadecimal", "http://[::ffff:7f00:1]/"],
  ["IPv4 in IPv6, of old", "http://[::127.0.0.1]/"],
  ["IPv4 through NAT64", "http://[64:ff9b::7f00:1]/"],
  ["IPv4 through 6to4", "http://[2002:7f00:1::1]/"],
  ["IPv4 through Teredo", "http://[2001:0:7f00:1::]/"],
  ["a private network", "http://10.1.2.3/"],
  ["a private network", "http://172.16.0.1/"],
  ["a private network", "http://192.168.1.1/"],
  ["a private network by IPv6", "http://[fd00::1]/"],
  ["a link", "http://[fe80::1]/"],
  ["a cloud's metadata", "http://169.254.169.254/latest/meta-data/"],
  ["a cloud's metadata by IPv6", "http://[fd00:ec2::254]/"],
  ["a carrier's network", "http://100.64.0.1/"],
  ["everybody at once", "http://224.0.0.1/"],
  ["everybody here", "http://255.255.255.255/"],
  ["a file", "file:///etc/passwd"],
  ["another protocol", "gopher://example.org/"],
  ["a socket where a page is wanted", "ws://example.org/"],
  ["what is no address", "example.org/live"],
  ["a password in the address", "https://user:pass@example.org/"],
  ["the port of mail", "http://example.org:25/"],
  ["the port of a remote shell", "http://example.org:22/"],
])("no feed is fetched from %s: %s", (_what, address) => {
  expect(addressProblem(address, web, nobody)).toMatchObject({ message: expect.any(String) });
});

test.each([
  "https://example.org/live",
  "http://example.org:8080/live?day=3",
  "https://93.184.215.14/",
  "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/",
])("a public address is fine: %s", (address) => {
  expect(addressProblem(address, web, nobody)).toBeNull();
});

test("a host its operator names may be asked wherever it is, and no other", () => {
  const hosts = hostsIn("timing.venue.lan, 10.1.2.3,::1");
  for (const address of ["http://timing.venue.lan:8080/", "http://10.1.2.3/", "http://[::1]:99/"])
    expect(addressProblem(address, web, hosts)).toBeNull();
  expect(addressProblem("http://10.1.2.4/", web, hosts)).not.toBeNull();
  expect(addressProblem("file:///timing.venue.lan", web, hosts)).not.toBeNull();
});

test("a name that leads to this machine is not connected to, whatever it said before", async () => {
  const looked = new Promise<string>((resolve) =>
    publicLookup("localhost", { all: true }, (error) => resolve(error?.message ?? "found")),
  );
  expect(await looked).toContain("not a public address");
  expect(isPublicAddress("::ffff:8.8.8.8")).toBe(false);
  expect(() => assertPublicPeer("127.0.0.1")).toThrow("not a public address");
  const reach = createReach(nobody, 1000);
  const { port } = new URL(provider.url);
  const asked = provider.asked.length;
  const signal = AbortSignal.timeout(5000);
  const address = `http://${hostname()}:${port}/`;
  await expect(reach.get(address, { headers: {}, key: null, signal })).rejects.toThrow();
  expect(provider.asked).toHaveLength(asked);
  await reach.close();
});

test("a redirect is looked at like an address that was typed: to a private one it is not followed", async () => {
  const other = await startProvider();
  // The first is named by the operator; what it sends on to is not.
  const elsewhere = other.url.replace("127.0.0.1", "127.0.0.2");
  provider.answer((_request, response) => {
    response.writeHead(302, { location: `${elsewhere}/secret` }).end();
  });
  const tried = await desk.try({ address: `${provider.url}/live` });
  expect(tried.problem).toMatchObject({ message: expect.stringContaining("127.0.0.2") });
  provider.answer((_request, response) => {
    response.writeHead(302, { location: "file:///etc/passwd" }).end();
  });
  expect((await desk.try({ address: `${provider.url}/live` })).problem).not.toBeNull();
  expect(other.asked).toEqual([]);
  await other.close();
});

test("what sends on for ever is let go after three times", async () => {
  const before = provider.asked.length;
  provider.answer((request, response) => {
    response.writeHead(307, { location: `${request.url}x` }).end();
  });
  const tried = await desk.try({ address: `${provider.url}/live` });
  expect(tried.problem?.message).toContain("more than 3 times");
  expect(provider.asked.length - before).toBe(4);
});

test("a feed's key is sent to the server that was typed, and not to where that sends on", async () => {
  const other = await startProvider();
  other.answer(page(() => event("elsewhere")));
  provider.answer((_request, response) => {
    response.writeHead(302, { location: `${other.url}/live` }).end();
  });
  const tried = await desk.try({ address: `${provider.url}/live`, secret: "Bearer of-ours" });
  expect(tried.moments).toHaveLength(1);
  expect(provider.asked.at(-1)?.headers["authorization"]).toBe("Bearer of-ours");
  expect(other.asked.map(({ headers }) => headers["authorization"])).toEqual([undefined]);
  await other.close();
});

test("a key is not sent to another server because somebody typed its address: it must be given again", async () => {
  provider.answer(page(() => event("ours")));
  const address = `${provider.url}/live`;
  const feed = await desk.save({ name: "keyed", address, secret: "Bearer of-ours" });
  expect(feed.hasKey).toBe(true);
  const other = await startProvider();
  const moved = desk.save({ name: "keyed", address: `${other.url}/live` });
  await expect(moved).rejects.toMatchObject({ code: "badInput", details: { field: "secret" } });
  const tried = await desk.try({ feedId: feed.id, name: "keyed", address: `${other.url}/live` });
  expect(tried.problem).toMatchObject({ field: "secret" });
  expect(other.asked).toEqual([]);
  expect(await desk.save({ name: "keyed", address: `${provider.url}/other` })).toMatchObject({
    hasKey: true,
  });
  const without = { name: "keyed", address: `${other.url}/live`, secret: null };
  expect((await desk.save(without)).hasKey).toBe(false);
  await other.close();
});

test("an answer that never ends is cut at the largest message, and one that never starts at its deadline", async () => {
  provider.answer((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.write("x".repeat(200_000));
  });
  const large = await desk.try({ address: `${provider.url}/live` });
  expect(large.problem?.message).toContain("larger than 100000 bytes");
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const { port } = silent.address() as AddressInfo;
  const none = await desk.try({ connector: "poll", address: `http://127.0.0.1:${port}/live` });
  expect(none.problem?.message).toContain("no answer within");
  silent.closeAllConnections();
  silent.close();
});
