import { afterAll, beforeAll, expect, test } from "vitest";
import type { ServerResponse } from "node:http";
import { command } from "../../harness/desk.ts";
import { event } from "../../harness/followed.ts";
import { type Provider, startProvider } from "../../harness/providers.ts";
import { type Crew, openCrew } from "../../harness/workers.ts";

let crew: Crew;
let provider: Provider;
beforeAll(async () => {
  provider = await startProvider();
  const env = { REBOND_FEED_HOSTS: "127.0.0.1", REBOND_TIME_SCALE: "1" };
  crew = await openCrew("postgres", { env });
});
afterAll(async () => {
  await crew?.close();
  await provider?.close();
});

const names = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `event ${from + index}`);
const takeOverMs = 6000;

test("a process that follows a feed is killed: another goes on where it stopped, nothing lost and nothing twice", async () => {
  const events: string[] = [];
  const open = new Set<ServerResponse>();
  const say = (response: ServerResponse, id: number) =>
    response.write(`id: ${id}\ndata: ${events[id - 1]}\n\n`);
  provider.answer((request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" }).write(": hello\n\n");
    open.add(response);
    response.on("close", () => open.delete(response));
    const seen = Number(request.headers["last-event-id"] ?? 0);
    for (let id = seen + 1; id <= events.length; id += 1) say(response, id);
  });
  const tell = (name: string) => {
    const id = events.push(event(name));
    open.forEach((response) => say(response, id));
  };
  const headlines = () =>
    (crew.screen.state?.moments ?? [])
      .filter(({ source }) => source.feed === "live")
      .map(({ headline }) => headline.en)
      .toReversed();

  const first = await crew.worker();
  const saved = await command(crew.desk, crew.cookie, "feed.save", {
    feedId: null,
    name: "live",
    format: "rebond",
    connector: "sse",
    address: `${provider.url}/events`,
    everyMs: null,
    settings: {},
  });
  expect(saved).toMatchObject({ ok: true, value: { secret: null, feed: { hasKey: false } } });
  await crew.screen.until("it is connected", () => open.size === 1);
  await crew.worker();
  names(1, 20).forEach(tell);
  await crew.screen.until("some are heard", () => headlines().length >= 5);
  const killedAt = performance.now();
  await first.kill9();
  names(21, 40).forEach(tell);
  await crew.screen.until("another is connected", () => provider.asked.length === 2);
  const tookMs = performance.now() - killedAt;
  names(41, 50).forEach(tell);
  await crew.screen.until("all are heard", () => headlines().length >= 50);

  expect(headlines()).toEqual(names(1, 50));
  // Ten times looser: a busy machine is no broken promise.
  expect(tookMs).toBeLessThan(10 * takeOverMs);
  const kept = await crew.record.db
    .selectFrom("messages")
    .innerJoin("feeds", "feeds.id", "messages.feedId")
    .select("messages.outcome")
    .where("feeds.name", "=", "live")
    .execute();
  expect(kept).toEqual(names(1, 50).map(() => ({ outcome: "accepted" })));
});
