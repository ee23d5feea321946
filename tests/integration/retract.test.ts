/** What is public is taken back at its network: once, surely, and on record with who did it and for how long it stood. */
import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { saidOf, untrueIn } from "#client/desk/about.ts";
import { isCorrection } from "#shared/corrections.ts";
import type { DeliveryId } from "#shared/ids.ts";
import type { Moment } from "#shared/moments.ts";
import type { NetworkName } from "#shared/networks.ts";
import type { Delivery } from "#shared/posts.ts";
import { backends } from "../harness/backends.ts";
import { command, type Credential } from "../harness/desk.ts";
import { deliveriesOf, fireMarked, type Marked, publishedOf, untilAre } from "../harness/marked.ts";
import { expectTruth } from "../harness/oracle.ts";
import { arm, changeGold, fire } from "../harness/react.ts";
import { editorsOf } from "../harness/stage.ts";
import { type Crew, openCrew } from "../harness/workers.ts";

/** Accounts in every manner of publishing that takes posts back, beside those every desk has. */
const worn = {
  "of.flag": "facebook",
  "of.key": "mastodon",
  "of.nothing": "telegram",
  "of.container": "instagram",
} as const satisfies Record<string, NetworkName>;
const takers = ["soiree.fr", "soiree_iles", "of.flag", "of.key", "of.nothing"];

describe.each(backends)("with the queue on %s", (backend) => {
  let crew: Crew;
  beforeAll(async () => {
    crew = await openCrew(backend);
    for (const [handle, wears] of Object.entries(worn)) {
      const linked = await command(crew.desk, crew.cookie, "account.link", {
        network: "rehearsal",
        wears,
        realm: "rehearsal",
        name: handle,
        service: null,
        handle,
        locales: ["fr"],
        secret: crew.network.token,
      });
      if (!linked.ok) throw new Error(linked.code);
    }
    await crew.screen.until("they are linked", ({ state }) =>
      Object.keys(worn).every((handle) => state?.accounts.some((each) => each.handle === handle)),
    );
  });
  afterEach(() => expectTruth(crew));
  afterAll(() => crew?.close());

  async function published(on: readonly string[]): Promise<Marked> {
    const fired = await fireMarked(crew, { on });
    await untilAre(crew.screen, fired, ["confirmed"]);
    return fired;
  }

  const takeBack = async (
    ids: readonly string[],
    by: Credential = crew.colleague,
    commandId: string = randomUUID(),
  ) => command(crew.desk, by, "post.retract", { deliveries: ids as DeliveryId[] }, commandId);

  /** The deliveries that take these back, as a console shows them. */
  const takingOf = ({ ids }: Pick<Marked, "ids">): Delivery[] =>
    crew.screen.state!.deliveries.filter(
      ({ kind, targetDeliveryId }) =>
        kind === "delete" && ids.some((id) => id === targetDeliveryId),
    );

  const untilGone = (marked: Pick<Marked, "ids">): Promise<void> =>
    crew.screen.until("all are gone", () =>
      deliveriesOf(crew.screen, marked).every(({ takenBackAt }) => takenBackAt !== null),
    );

  /** The first reaction to a moment as it stands, in words alone, on the one account. */
  const armAnew = (moment: Moment) =>
    arm(
      crew.desk,
      crew.cookie,
      crew.screen,
      moment,
      0,
      ({ image, fits }) => image === null && !isCorrection({ fits }),
      ({ handle }) => handle === "soiree.fr",
    );

  const removalsOf = async (marked: Marked) =>
    (await crew.network.calls()).filter(
      ({ call, text }) => call === "remove" && text?.includes(marked.name),
    );

  test("in every manner of publishing a post is gone, its original stays on record with its receipt, and the record says who took it back and when", async () => {
    const worker = await crew.worker();
    const fired = await published(takers);
    expect((await publishedOf(crew, fired)).toSorted()).toEqual(takers.toSorted());
    const reply = await takeBack(fired.ids);
    expect(reply).toMatchObject({ ok: true });
    await untilGone(fired);
    expect(await publishedOf(crew, fired)).toEqual([]);
    for (const one of deliveriesOf(crew.screen, fired)) {
      const [taking, ...more] = takingOf({ ids: [one.id] });
      expect(more).toEqual([]);
      expect(one).toMatchObject({ state: "confirmed", takenBackAt: taking!.publicAt });
      expect(one.remoteUrl).toMatch(/^http/);
      expect(taking).toMatchObject({ state: "confirmed", remoteId: one.remoteId });
      expect(Date.parse(one.takenBackAt!)).toBeGreaterThanOrEqual(Date.parse(one.publicAt!));
    }
    const { state } = crew.screen;
    const post = state!.posts.find(({ id }) => id === takingOf(fired)[0]!.postId)!;
    expect(post).toMatchObject({ purpose: "retract", momentId: fired.momentId });
    expect(post.firedByName).not.toBeNull();
    expect(saidOf(state!, fired.momentId).deliveries).toEqual([]);
    await worker.stop();
  });

  test("whoever presses again and again while it leaves is told each time that it was asked for already", async () => {
    const worker = await crew.worker();
    const fired = await published(takers);
    expect(await takeBack(fired.ids)).toMatchObject({ ok: true });
    const replies = new Set<string>();
    let gone = false;
    const press = async (by: Credential): Promise<void> => {
      while (!gone) {
        const reply = await takeBack(fired.ids, by);
        replies.add(reply.ok ? "ok" : reply.code);
      }
    };
    const pressing = [crew.cookie, crew.colleague, crew.cookie, crew.colleague].map(press);
    await untilGone(fired).finally(() => (gone = true));
    await Promise.all(pressing);
    expect([...replies]).toEqual(["nothingToTakeBack"]);
    await worker.stop();
  });

  test("a network that takes nothing back is left alone, in so many words", async () => {
    const worker = await crew.worker();
    const fired = await published(["of.container", "soiree.fr"]);
    const by = (handle: string) =>
      deliveriesOf(crew.screen, fired).find(({ account }) => account.handle === handle)!;
    expect(await takeBack([by("of.container").id])).toMatchObject({ code: "nothingToTakeBack" });
    expect(await takeBack(fired.ids)).toMatchObject({
      ok: true,
      value: { deliveries: [{ targetDeliveryId: by("soiree.fr").id }] },
    });
    await crew.screen.until("one is gone", () => by("soiree.fr").takenBackAt !== null);
    expect(await publishedOf(crew, fired)).toEqual(["of.container"]);
    expect(by("of.container").takenBackAt).toBeNull();
    await worker.stop();
  });

  test("pressed twice, and by two editors at once, each post is taken back by one delivery and one call", async () => {
    const fired = await (async () => {
      const worker = await crew.worker();
      const posts = await published(["soiree.fr", "of.key"]);
      await worker.stop();
      return posts;
    })();
    const [one, other] = await editorsOf(crew, 2);
    const again = randomUUID();
    const replies = await Promise.all([
      takeBack(fired.ids, one, again),
      takeBack(fired.ids, one, again),
      takeBack(fired.ids, other),
    ]);
    const taken = new Set(
      replies.flatMap((each) => (each.ok ? each.value.deliveries.map(({ id }) => id) : [])),
    );
    expect(taken.size).toBe(2);
    expect(replies.flatMap((each) => (each.ok ? [] : each.code))).toContain("nothingToTakeBack");
    const worker = await crew.worker();
    await untilGone(fired);
    expect(takingOf(fired)).toHaveLength(2);
    expect(await removalsOf(fired)).toHaveLength(2);
    expect(await takeBack(fired.ids)).toMatchObject({ code: "nothingToTakeBack" });
    await worker.stop();
  });

  test.each(["afterGate", "afterAccept"])(
    "a worker killed %s of taking back: the next one sees to it that it is gone, and says so",
    async (point) => {
      const first = await crew.worker();
      // Each manner by itself: a worker that dies has called one of several, or none.
      for (const handle of ["soiree.fr", "of.nothing"]) {
        const living = handle === "soiree.fr" ? first : await crew.worker();
        const fired = await published([handle]);
        await living.stop();
        const dying = await crew.worker({ REBOND_CRASH_AT: point });
        await takeBack(fired.ids);
        await dying.gone();
        expect(await publishedOf(crew, fired)).toEqual(point === "afterGate" ? [handle] : []);
        const next = await crew.worker();
        await untilGone(fired);
        expect(await publishedOf(crew, fired)).toEqual([]);
        expect(takingOf(fired)).toMatchObject([{ state: "confirmed" }]);
        await next.stop();
      }
    },
    120_000,
  );

  test("under a hold nothing is taken back; lifted it waits for a person, and a new press takes its place", async () => {
    const worker = await crew.worker();
    const fired = await published(["soiree.fr"]);
    const everything = { scope: "global", accountId: null } as const;
    await command(crew.desk, crew.cookie, "hold.place", everything);
    await takeBack(fired.ids);
    await crew.screen.until("it is held", () => takingOf(fired)[0]?.state === "held");
    await command(crew.desk, crew.cookie, "hold.release", everything);
    await crew.screen.until("it is missed", () => takingOf(fired)[0]?.state === "missed");
    expect(await publishedOf(crew, fired)).toEqual(["soiree.fr"]);
    expect(await removalsOf(fired)).toEqual([]);
    expect(await takeBack(fired.ids)).toMatchObject({ ok: true });
    await untilGone(fired);
    expect(takingOf(fired).map(({ state }) => state)).toEqual(["confirmed", "cancelled"]);
    await worker.stop();
  });

  test("what became untrue is not untrue any more once it is gone, for how long it stood is on record, and the moment can be told anew there", async () => {
    const worker = await crew.worker();
    const fired = await published(["soiree.fr"]);
    await changeGold(crew.desk, fired.name, "corrected");
    const momentNow = () => crew.screen.state!.moments.find(({ id }) => id === fired.momentId)!;
    const untrue = () => untrueIn(momentNow(), saidOf(crew.screen.state!, fired.momentId));
    await crew.screen.until("it is untrue", () => untrue().length === 1);
    await takeBack(fired.ids);
    await untilGone(fired);
    expect(untrue()).toEqual([]);
    const [taking] = takingOf(fired);
    const post = crew.screen.state!.posts.find(({ id }) => id === taking!.postId)!;
    expect(post.momentAt).toBe(momentNow().changedAt);
    expect(Date.parse(taking!.publicAt!)).toBeGreaterThan(Date.parse(post.momentAt!));
    const anew = await fire(crew.desk, crew.colleague, await armAnew(momentNow()));
    await untilAre(crew.screen, anew, ["confirmed"]);
    expect(await publishedOf(crew, fired)).toEqual(["soiree.fr"]);
    await worker.stop();
  });
});
