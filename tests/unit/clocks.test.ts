import { expect, test } from "vitest";
import { createClocks } from "#server/clocks.ts";
import { createTiming } from "#server/timing.ts";

const start = Date.parse("2026-07-24T20:00:00Z");

/** Three clocks that a test moves: the machine's two, and the database's. */
function threeClocks(ownOffsetMs = 0) {
  const at = { own: start + ownOffsetMs, monotonic: 1000, database: start };
  const clocks = createClocks({
    clock: { now: () => at.own, monotonic: () => at.monotonic },
    timing: createTiming(),
  });
  const pass = (ms: number) => {
    at.own += ms;
    at.monotonic += ms;
    at.database += ms;
  };
  /** The database answers `back` ms after it looked at its clock, `there` ms after it was asked. */
  const ask = (there = 1, back = 1) => {
    const askedAt = at.monotonic;
    pass(there);
    const shown = new Date(at.database);
    pass(back);
    clocks.heardDatabase({ askedAt, answeredAt: at.monotonic, at: shown });
  };
  const hear = (offsetMs: number, times: number) => {
    for (let time = 0; time < times; time += 1) {
      pass(777);
      clocks.heardNetwork(new Date(Math.floor((at.database + offsetMs) / 1000) * 1000));
    }
  };
  return { clocks, at, pass, ask, hear };
}

test("before the database was asked nothing planned is sent; then the offset is known to the millisecond", () => {
  const { clocks, ask, at, pass } = threeClocks(1234);
  expect(clocks.sendsPlanned()).toBe(false);
  expect(clocks.now()).toBe(at.own);
  ask();
  expect(clocks.offsets()).toEqual({ databaseOffsetMs: 1234, networkOffsetMs: null });
  pass(10_000);
  expect(clocks.now()).toBe(at.database);
  expect(clocks.sendsPlanned()).toBe(true);
});

test("an answer that took long does not spoil what a quick one said", () => {
  const { clocks, ask } = threeClocks(200);
  ask();
  ask(10, 3000);
  expect(clocks.offsets().databaseOffsetMs).toBe(200);
});

test("an instant of the database’s clock is never thought earlier than it is, and the quickest answer tells it best", () => {
  const { clocks, ask, at } = threeClocks();
  expect(clocks.surelyAt(start)).toBeNull();
  ask(1, 2000);
  const due = at.database + 5000;
  const exactly = (): number => at.monotonic + (due - at.database);
  expect(clocks.surelyAt(due)).toBe(exactly() + 2000);
  ask(900, 3);
  expect(clocks.surelyAt(due)).toBe(exactly() + 3);
  ask(1, 700);
  expect(clocks.surelyAt(due)).toBe(exactly() + 3);
});

test.for([30_000, -30_000])(
  "a clock that is %i ms off sends nothing planned, and again once it is right",
  (ownOffsetMs) => {
    const { clocks, ask, at } = threeClocks(ownOffsetMs);
    ask();
    expect(clocks.offsets().databaseOffsetMs).toBe(ownOffsetMs);
    expect(clocks.sendsPlanned()).toBe(false);
    at.own -= ownOffsetMs;
    expect(clocks.sendsPlanned()).toBe(true);
  },
);

test("a clock that jumps is noticed at once, before the database is asked again", () => {
  const { clocks, ask, at } = threeClocks();
  ask();
  at.own += 3_600_000;
  expect(clocks.sendsPlanned()).toBe(false);
});

test("after a sleep, in which the monotonic clock stood still, nothing planned is sent until the database was asked", () => {
  const { clocks, ask, at } = threeClocks();
  ask();
  at.own += 60_000;
  at.database += 60_000;
  expect(clocks.sendsPlanned()).toBe(false);
  ask();
  expect(clocks.offsets().databaseOffsetMs).toBe(0);
  expect(clocks.sendsPlanned()).toBe(true);
});

test("when the database's own clock is set, its newest answer counts and not its quickest", () => {
  const { clocks, ask, at } = threeClocks();
  ask();
  at.database += 20_000;
  ask(5, 5);
  expect(clocks.offsets().databaseOffsetMs).toBe(-20_000);
});

test("around five seconds it does not flap: stopped above, again only well below", () => {
  const { clocks, ask, at } = threeClocks(4900);
  ask();
  const after = (change: number) => {
    at.own += change;
    return clocks.sendsPlanned();
  };
  expect([after(0), after(200), after(-200), after(-600), after(-300), after(800)]).toEqual([
    true,
    false,
    false,
    false,
    true,
    true,
  ]);
});

test("a database that has not answered for half a minute is not trusted to be what it was", () => {
  const { clocks, ask, pass } = threeClocks();
  ask();
  pass(30_001);
  expect(clocks.sendsPlanned()).toBe(false);
  ask();
  expect(clocks.sendsPlanned()).toBe(true);
});

test("networks that agree among themselves and not with the database stop what is planned; one odd answer does not", () => {
  const { clocks, ask, hear } = threeClocks();
  ask();
  hear(20_000, 2);
  expect(clocks.offsets().networkOffsetMs).toBe(null);
  hear(0, 3);
  expect(clocks.offsets().networkOffsetMs).toBe(0);
  expect(clocks.sendsPlanned()).toBe(true);
  hear(20_000, 8);
  expect(Math.abs(clocks.offsets().networkOffsetMs! - 20_000)).toBeLessThanOrEqual(500);
  ask();
  expect(clocks.sendsPlanned()).toBe(false);
});

test("cut seconds are no difference, and networks that went silent stop nothing for ever", () => {
  const { clocks, ask, hear, pass } = threeClocks();
  ask();
  hear(0, 10);
  expect(clocks.offsets().networkOffsetMs).toBe(0);
  hear(-9000, 10);
  ask();
  expect(clocks.sendsPlanned()).toBe(false);
  pass(600_001);
  ask();
  expect(clocks.offsets().networkOffsetMs).toBe(null);
  expect(clocks.sendsPlanned()).toBe(true);
});

test("our own wrong clock does not make the networks' look wrong", () => {
  const { clocks, ask, hear } = threeClocks(30_000);
  ask();
  hear(0, 5);
  expect(clocks.offsets()).toEqual({ databaseOffsetMs: 30_000, networkOffsetMs: 0 });
});
