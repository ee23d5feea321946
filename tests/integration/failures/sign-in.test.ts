/** What breaks: the desk's right to an account. FAILURES.md §5, rows 25 and 26. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { backends } from "../../harness/backends.ts";
import { command } from "../../harness/desk.ts";
import {
  deliveriesOf,
  fireMarked,
  matched,
  proven,
  publishedOf,
  untilAre,
} from "../../harness/marked.ts";
import { expectTruth } from "../../harness/oracle.ts";
import { type Crew, openCrew } from "../../harness/workers.ts";

describe.each(backends)("with the queue on %s", (backend) => {
  let crew: Crew;
  beforeAll(async () => {
    crew = await openCrew(backend);
    await Promise.all([crew.worker(), crew.worker()]);
  });
  beforeEach(() => crew.network.misbehave());
  afterEach(() => expectTruth(crew, { waiting: ({ state }) => state === "held" }));
  afterAll(() => crew?.close());

  const accountOf = (handle: string) =>
    crew.screen.state!.accounts.find((each) => each.handle === handle)!;
  const holdOf = (handle: string) =>
    crew.screen.state!.holds.find(({ scopeId }) => scopeId === accountOf(handle).id);
  const expire = (handle: string) =>
    crew.record.db
      .updateTable("accountSessions")
      .set({ usableUntil: null })
      .where("accountId", "=", accountOf(handle).id)
      .execute();

  test("a session that ends in the middle of an evening: the desk signs in again by itself, and the post leaves once", async () => {
    const { network, screen } = crew;
    const [handle] = proven;
    await network.misbehave({ kind: "expired", handle: handle!, times: 1 });
    const fired = await fireMarked(crew, { on: [handle!] });
    await untilAre(screen, fired, ["confirmed"]);
    expect(await publishedOf(crew, fired)).toEqual([handle]);
    expect(holdOf(handle!)?.held).toBe(false);
  });

  test("two workers that need a new session at the same instant sign in once", async () => {
    const { network, screen } = crew;
    const [handle] = matched;
    await untilAre(screen, await fireMarked(crew, { on: [handle!] }), ["confirmed"]);
    await expire(handle!);
    await network.misbehave({
      kind: "slow",
      on: ["signIn"],
      handle: handle!,
      waitMs: 400,
      times: 100,
    });
    const fired = await Promise.all(
      Array.from({ length: 6 }, () => fireMarked(crew, { on: [handle!], undoMs: 1500 })),
    );
    for (const each of fired) await untilAre(screen, each, ["confirmed"]);
    const [left] = await network.faults();
    expect(100 - left!.times!).toBe(1);
    for (const each of fired) expect(await publishedOf(crew, each)).toEqual([handle]);
  });

  test("a sign-in that the network refuses holds that account and says why; the others go on; linked anew, nothing leaves by itself", async () => {
    const { desk, cookie, network, screen } = crew;
    const [refused, other] = proven;
    await network.misbehave({ kind: "expired", on: ["signIn", "publish"], handle: refused! });
    await expire(refused!);
    const fired = await fireMarked(crew, { on: [refused!, other!, matched[0]!] });
    await screen.until("the account is held", () => holdOf(refused!)?.held === true, 20_000);
    expect(holdOf(refused!)).toMatchObject({ scope: "account", reason: "signIn" });
    const states = () =>
      Object.fromEntries(
        deliveriesOf(screen, fired).map(({ account, state }) => [account.handle, state]),
      );
    await screen.until(
      "the others are public",
      () => states()[other!] === "confirmed" && states()[matched[0]!] === "confirmed",
      20_000,
    );
    const later = await fireMarked(crew, { on: [refused!, other!] });
    await screen.until(
      "what falls due is held",
      () => deliveriesOf(screen, later).some(({ state }) => state === "held"),
      20_000,
    );
    await network.misbehave();
    const { id: _id, spacingMs: _spacingMs, undoMs: _undoMs, ...account } = accountOf(refused!);
    const linked = await command(desk, cookie, "account.link", {
      ...account,
      network: "rehearsal",
      secret: network.token,
    });
    expect(linked).toMatchObject({ ok: true });
    await screen.until("the hold is lifted", () => holdOf(refused!)?.held === false);
    for (const each of [fired, later])
      await screen.until(
        "what it kept is a person's",
        () =>
          deliveriesOf(screen, each).find(({ account: one }) => one.handle === refused)?.state ===
          "missed",
        20_000,
      );
    expect(await publishedOf(crew, fired)).not.toContain(refused);
    const again = await fireMarked(crew, { on: [refused!] });
    await untilAre(screen, again, ["confirmed"]);
  });
});
