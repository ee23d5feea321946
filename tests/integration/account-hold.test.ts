/** Holds that are about less than everything: one account, or the campaign; and those the desk places by itself. */
import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { placeOf } from "#server/accounts/store.ts";
import { createSealer, readKey } from "#server/sealed.ts";
import type { CommandSent } from "#shared/commands.ts";
import type { AccountId } from "#shared/ids.ts";
import type { Delivery, DeliveryState } from "#shared/posts.ts";
import { backends } from "../harness/backends.ts";
import { command } from "../harness/desk.ts";
import { marker } from "../harness/marked.ts";
import { arm, fire, raiseGold } from "../harness/react.ts";
import { type DeskRecord, openRecord } from "../harness/record.ts";
import { untilTime } from "../harness/slots.ts";
import { allAre, setStage, type Stage } from "../harness/stage.ts";

const one = "soiree.fr";
const everything = { scope: "global" as const };

describe.each(backends)("with the queue on %s", (backend) => {
  let stage: Stage;
  let record: DeskRecord;
  beforeAll(async () => {
    stage = await setStage(backend);
    record = await openRecord(stage.desk);
  });
  // Two fires of one editor are 160 ms apart (`quick`).
  beforeEach(() => untilTime(Date.now() + 200));
  afterAll(async () => {
    await record?.close();
    await stage?.close();
  });

  const accountId = (handle: string): AccountId =>
    stage.screen.state!.accounts.find((each) => each.handle === handle)!.id;
  const about = (handle: string) => ({ scope: "account" as const, accountId: accountId(handle) });
  const holdOf = (handle: string) =>
    stage.screen.state!.holds.find(({ scopeId }) => scopeId === accountId(handle))!;

  async function hold(what: CommandSent<"hold.place">): Promise<string[]> {
    const reply = await command(stage.desk, stage.cookie, "hold.place", what);
    if (!reply.ok) throw new Error(`not held: ${JSON.stringify(reply)}`);
    return reply.value.alreadyLeaving;
  }
  async function release(what: CommandSent<"hold.release">): Promise<string[]> {
    const reply = await command(stage.desk, stage.cookie, "hold.release", what);
    if (!reply.ok) throw new Error(`not released: ${JSON.stringify(reply)}`);
    return reply.value.missed;
  }
  async function react(): Promise<string> {
    const { desk, cookie, screen } = stage;
    const armed = await arm(
      desk,
      cookie,
      screen,
      await raiseGold(desk, screen, { name: marker() }),
    );
    return (await fire(desk, cookie, armed)).postId;
  }

  /** A post's delivery to an account, as the console shows it. */
  function deliveryOf(postId: string, handle: string): Delivery {
    const { deliveries } = stage.screen.state!;
    return deliveries.find((each) => each.postId === postId && each.account.handle === handle)!;
  }
  const others = (postId: string) =>
    stage.screen.state!.deliveries.filter(
      (each) => each.postId === postId && each.account.handle !== one,
    );
  /** What became of a post: the one account's delivery, and the others'. */
  const became = (postId: string, its: DeliveryState, theirs: DeliveryState) =>
    stage.screen.until(
      `it is ${its}, the others ${theirs}`,
      () =>
        deliveryOf(postId, one)?.state === its &&
        others(postId).every(({ state }) => state === theirs),
    );
  const isPublic = async ({ id }: Delivery) =>
    (await stage.network.posts()).some(({ key }) => key === id);

  test("while one account is held the others go on, and lifting it sends nothing", async () => {
    expect(await hold(about(one))).toEqual([]);
    await stage.screen.until("it is shown", () => holdOf(one).held);
    const postId = await react();
    await became(postId, "held", "confirmed");
    const held = deliveryOf(postId, one);
    expect(held.reason).toBe("held");
    expect(await release(about(one))).toEqual([held.id]);
    await became(postId, "missed", "confirmed");
    expect(await isPublic(held)).toBe(false);
    const next = await react();
    await became(next, "confirmed", "confirmed");
    expect(await isPublic(held)).toBe(false);
  });

  test("the reply names what is already leaving of the held account, and of no other", async () => {
    await stage.network.misbehave({ kind: "slow", waitMs: 1000 });
    const postId = await react();
    await became(postId, "sending", "sending");
    expect(await hold(about(one))).toEqual([deliveryOf(postId, one).id]);
    await stage.network.misbehave();
    await became(postId, "confirmed", "confirmed");
    expect(await release(about(one))).toEqual([]);
  });

  test("what two holds keep back stays held until the last of them is lifted", async () => {
    await hold(about(one));
    await hold(everything);
    const postId = await react();
    await became(postId, "held", "held");
    expect(await release(about(one))).toEqual([]);
    await became(postId, "held", "held");
    await hold(about(one));
    const theirs = others(postId).map(({ id }) => id);
    expect((await release(everything)).toSorted()).toEqual(theirs.toSorted());
    await became(postId, "held", "missed");
    expect(await release(about(one))).toEqual([deliveryOf(postId, one).id]);
    await became(postId, "missed", "missed");
  });

  test("two holds lifted at the same instant leave nothing behind that no hold keeps back", async () => {
    for (let round = 0; round < 5; round += 1) {
      await hold(about(one));
      await hold({ scope: "campaign" });
      const postId = await react();
      await became(postId, "held", "held");
      await Promise.all([release(about(one)), release({ scope: "campaign" })]);
      await became(postId, "missed", "missed");
    }
  });

  test("the campaign is held as everything is, and who may hold may not lift it", async () => {
    await hold({ scope: "campaign" });
    const postId = await react();
    await became(postId, "held", "held");
    for (const what of [{ scope: "campaign" as const }, about(one), everything])
      expect(
        await command(stage.desk, stage.colleague, "hold.release", what),
        what.scope,
      ).toMatchObject({ code: "notAllowed" });
    expect((await release({ scope: "campaign" })).length).toBe(4);
    await became(postId, "missed", "missed");
    expect(await command(stage.desk, stage.colleague, "hold.place", about(one))).toMatchObject({
      ok: true,
    });
    expect(await release(about(one))).toEqual([]);
  });

  test("an account there is not, and a hold that does not say what it is about, are refused by name", async () => {
    const { desk, cookie } = stage;
    const nobody = { scope: "account" as const, accountId: randomUUID() as AccountId };
    for (const name of ["hold.place", "hold.release"] as const) {
      expect(await command(desk, cookie, name, nobody)).toMatchObject({
        code: "notFound",
        details: { field: "accountId" },
      });
      for (const input of [{ scope: "account" as const }, { accountId: accountId(one) }])
        expect(await command(desk, cookie, name, input)).toMatchObject({
          code: "badInput",
          details: { field: "accountId" },
        });
    }
    expect(stage.screen.state!.holds.some(({ held }) => held)).toBe(false);
  });

  /** What its network would refuse, in place of the account's secret; and nothing it kept. */
  async function spoilSecret(): Promise<void> {
    const sealer = createSealer(readKey(undefined, stage.desk.env["REBOND_DATA"]!));
    const place = placeOf({ network: "rehearsal", handle: one });
    await record.db
      .updateTable("accounts")
      .set({ sealedSecret: sealer.seal(place, "no longer the token") })
      .where("handle", "=", one)
      .execute();
    await record.db
      .updateTable("accountSessions")
      .set({ usableUntil: null })
      .where("accountId", "=", accountId(one))
      .execute();
  }

  const linkAnew = (secret = stage.network.token) => {
    const {
      id: _id,
      spacingMs: _spacing,
      undoMs: _undo,
      ...known
    } = stage.screen.state!.accounts.find(({ handle }) => handle === one)!;
    return command(stage.desk, stage.cookie, "account.link", {
      ...known,
      network: "rehearsal",
      secret,
    });
  };

  test("an account whose sign-in is refused is held by the desk while the others go on; linked anew it leaves again, and sends nothing by itself", async () => {
    await spoilSecret();
    const postId = await react();
    await became(postId, "held", "confirmed");
    await stage.screen.until("it is held", () => holdOf(one).held);
    expect(holdOf(one)).toMatchObject({ reason: "signIn", scope: "account" });
    expect(await linkAnew("nor is this")).toMatchObject({ code: "credentialsRefused" });
    expect(holdOf(one).held).toBe(true);
    expect(await linkAnew()).toMatchObject({ ok: true });
    await became(postId, "missed", "confirmed");
    expect(holdOf(one)).toMatchObject({ held: false, reason: null });
    await became(await react(), "confirmed", "confirmed");
    expect(await isPublic(deliveryOf(postId, one))).toBe(false);
  });

  test("a hold that a person placed stays when the account is linked anew", async () => {
    await hold(about(one));
    await stage.screen.until("it is shown", () => holdOf(one).held);
    expect(await linkAnew()).toMatchObject({ ok: true });
    const postId = await react();
    await became(postId, "held", "confirmed");
    expect(holdOf(one)).toMatchObject({ held: true, reason: null });
    expect(await release(about(one))).toEqual([deliveryOf(postId, one).id]);
  });

  test("after a restore the hold is lifted only when nothing is looked for any more, whoever pressed hold since", async () => {
    const { desk, cookie, screen } = stage;
    const postId = await react();
    await became(postId, "confirmed", "confirmed");
    await hold(everything);
    await record.db
      .updateTable("holds")
      .set({ reason: "restored" })
      .where("scope", "=", "global")
      .execute();
    const lookedFor = (state: DeliveryState) =>
      record.db
        .updateTable("deliveries")
        .set({ state, nextProbeAt: sql<Date>`clock_timestamp() + interval '1 hour'` })
        .where("postId", "=", postId)
        .execute();
    await lookedFor("uncertain");
    await hold(everything);
    expect(await command(desk, cookie, "hold.release", everything)).toMatchObject({
      code: "reconciling",
      details: { count: 4 },
    });
    await lookedFor("confirmed");
    expect(await release(everything)).toEqual([]);
    await screen.until("it is lifted", ({ state }) =>
      Boolean(state?.holds.every(({ held, reason }) => !held && reason === null)),
    );
  });

  test("an account that is linked while the desk is up can be held from its first delivery on", async () => {
    const { desk, cookie, screen, network } = stage;
    const handle = "nouveau.fr";
    const linked = await command(desk, cookie, "account.link", {
      network: "rehearsal",
      wears: null,
      service: null,
      handle,
      name: "Nouveau",
      locales: ["fr"],
      realm: "rehearsal",
      secret: network.token,
    });
    if (!linked.ok) throw new Error(JSON.stringify(linked));
    await screen.until("it is there", ({ state }) =>
      Boolean(state?.accounts.some((each) => each.handle === handle)),
    );
    expect(await hold(about(handle))).toEqual([]);
    const postId = await react();
    await screen.until("only it is held", () => {
      const states = screen.state!.deliveries.filter((each) => each.postId === postId);
      return (
        states.length === 5 &&
        states.every(({ state, account }) =>
          account.handle === handle ? state === "held" : state === "confirmed",
        )
      );
    });
    expect(await release(about(handle))).toEqual([deliveryOf(postId, handle).id]);
    expect(allAre(screen, postId, "confirmed")).toBe(false);
  });

  test("after all of it every change came once, and the console has what a fresh snapshot has", async () => {
    const { desk, cookie, screen } = stage;
    const response = await fetch(`${desk.url}/api/snapshot`, { headers: { cookie } });
    const fresh = (await response.json()) as { holds: unknown };
    expect(screen.state!.holds).toEqual(fresh.holds);
    expect(screen.faults).toEqual([]);
  });
});
