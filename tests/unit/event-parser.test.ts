import { expect, test } from "vitest";
import { createEventParser } from "#server/feeds/connectors/event-parser.ts";
import { isHeartbeat } from "#server/feeds/connectors/silence.ts";
import { createRandom, seedOf } from "../harness/random.ts";

const text =
  "\uFEFF: a comment\nretry: 3000\n\nid: 1\r\nevent: goal\r\ndata: one\r\ndata:two\r\n\r\ndata\n\nid\rdata:  spaced\r\rid: a\0b\nnothing: known\ndata: last\n\ndata: cut";
const events = [
  { event: "goal", data: "one\ntwo", id: "1", lastEventId: "1" },
  { event: "", data: "", id: null, lastEventId: "1" },
  { event: "", data: " spaced", id: "", lastEventId: "" },
  { event: "", data: "last", id: null, lastEventId: "" },
];

test("events are read as the HTML standard says, wherever the pieces are cut", () => {
  const seed = seedOf();
  const random = createRandom(seed);
  for (let round = 0; round < 200; round += 1) {
    const retries: number[] = [];
    const parser = createEventParser("0", (ms) => retries.push(ms));
    const found = [];
    for (let from = 0; from < text.length;) {
      const to = from + 1 + Math.floor(random() * 9);
      found.push(...parser.push(text.slice(from, to)));
      from = to;
    }
    expect(found, `seed ${seed}`).toEqual(events);
    expect(retries).toEqual([3000]);
    expect(parser.pending()).toBeGreaterThan(0);
  }
});

test.each([
  ["", true],
  ["ping", true],
  ["Keep-Alive", true],
  [`{"heartbeat":{"from":1,"to":2}}`, true],
  [`{"type":"heartbeat","at":1}`, true],
  [`{"type":"goal"}`, false],
  [`{"heartbeat":{},"payload":{}}`, false],
  ["pingpong", false],
])("whether %j only says that the line is alive: %s", (message, alive) => {
  expect(isHeartbeat(message)).toBe(alive);
});
