/** What a great event sends at its worst: huge messages, five hundred at once, and a desk that is killed meanwhile. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Moment } from "#shared/moments.ts";
import { send } from "#server/feeds/send.ts";
import { competitor, line, odfMessage } from "../fixtures/odf.ts";
import { openConsole, type TestConsole } from "../harness/console.ts";
import {
  command,
  type Credential,
  type Desk,
  feedSecret,
  signIn,
  startDesk,
} from "../harness/desk.ts";
import { dayOf, flood, newDay } from "../harness/flood.ts";
import { arm, raiseGold } from "../harness/react.ts";

let desk: Desk;
let admin: Credential;
let screen: TestConsole;
let secret = "";

beforeAll(async () => {
  desk = await startDesk();
  admin = await signIn(desk);
  screen = openConsole(desk, admin);
  await screen.until("it is on", ({ state }) => state !== null);
  secret = await feedSecret(desk, "odf");
});
afterAll(async () => {
  screen?.close();
  await desk?.stop();
});

const results = (day: string) => (each: Moment) =>
  each.kind === "result" && each.facts.eventCode.startsWith(`${day}/`);
const sendOdf = (body: string, id: string) =>
  send({
    url: desk.url,
    source: "odf",
    secret,
    id,
    contentType: "application/xml",
    body,
    now: Date.now(),
    deadlineMs: 120_000,
  });

test("a legitimate message of twenty megabytes is taken in, and a fire pressed meanwhile is answered first", async () => {
  const day = newDay();
  const one = line("1", "10.72", competitor("7001", "LCA", "Ana", "FERROL"));
  const content = one.repeat(Math.ceil(20_000_000 / one.length));
  const huge = odfMessage({
    type: "DT_RESULT",
    status: "OFFICIAL",
    version: 1,
    competition: day,
    content,
  });
  expect(Buffer.byteLength(huge)).toBeGreaterThan(20_000_000);
  const armed = await arm(desk, admin, screen, await raiseGold(desk, screen));
  const order: string[] = [];
  const taking = sendOdf(huge, `${day}-huge`).then((answer) => {
    order.push("taken");
    return answer;
  });
  expect(await command(desk, admin, "post.fire", armed)).toMatchObject({ ok: true });
  order.push("fired");
  expect(await taking).toMatchObject({ status: 202 });
  expect(order).toEqual(["fired", "taken"]);
  await screen.until("it is told", ({ state }) => state!.moments.some(results(day)));
});

test("five hundred messages within a second are all kept, each fact is one moment, and a fire is not lost among them", async () => {
  const day = newDay();
  const messages = dayOf(day, 500);
  const armed = await arm(desk, admin, screen, await raiseGold(desk, screen));
  const flooding = flood(desk, secret, messages, 500);
  expect(await command(desk, admin, "post.fire", armed)).toMatchObject({ ok: true });
  const { answers } = await flooding;
  expect(answers.filter(({ status }) => status !== 202)).toEqual([]);
  await screen.until(
    "all results are told",
    ({ state }) => state!.moments.filter(results(day)).length === 100,
  );
  const told = screen.state!.moments.filter(results(day)).map(({ facts }) => facts.eventCode);
  expect(new Set(told).size).toBe(100);
});

test("a desk killed twice in the middle of a burst loses nothing and doubles nothing once the provider has sent all again", async () => {
  const day = newDay();
  const flooding = flood(desk, secret, dayOf(day, 300), 150);
  for (let kill = 0; kill < 2; kill += 1) {
    await screen.until(
      `it has taken some (${kill})`,
      ({ state }) =>
        state!.moments.filter(({ facts }) => facts.eventCode.startsWith(`${day}/`)).length >
        20 * (kill + 1),
    );
    await desk.kill9();
    await desk.restart();
  }
  const { answers } = await flooding;
  expect(answers.filter(({ status }) => status !== 202)).toEqual([]);
  // The last version of each holds, whatever was sent twice on the way.
  const official = (each: Moment) =>
    results(day)(each) && (each.status === "confirmed" || each.status === "corrected");
  await screen.until(
    "all results are official",
    ({ state }) => state!.moments.filter(official).length === 60,
  );
  const told = screen.state!.moments.filter(results(day));
  expect(new Set(told.map(({ facts }) => facts.eventCode)).size).toBe(60);
  expect(told).toHaveLength(60);
});
