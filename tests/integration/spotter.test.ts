import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CommandSent } from "#shared/commands.ts";
import type { Moment } from "#shared/moments.ts";
import { moodOf } from "#shared/mood.ts";
import { suggest } from "#shared/suggest.ts";
import { aroundOf } from "#shared/surroundings.ts";
import { photograph } from "../fixtures/pictures.ts";
import { openConsole, type TestConsole } from "../harness/console.ts";
import {
  apiToken,
  cli,
  command,
  type Credential,
  type Desk,
  headersOf,
  signIn,
  startDesk,
} from "../harness/desk.ts";
import { signInAs } from "../harness/sign-in-as.ts";
import { raiseGold, sendMoment, shownMoment } from "../harness/react.ts";

let desk: Desk;
let screen: TestConsole;
let spotter: Credential;
beforeAll(async () => {
  desk = await startDesk({ roles: "web" });
  const admin = await signIn(desk);
  screen = openConsole(desk, admin);
  await screen.until("the desk", ({ state }) => state !== null);
  spotter = await apiToken(desk, admin, "spotter");
});
afterAll(async () => {
  screen?.close();
  await desk?.stop();
});

const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();
const ask = (input: Partial<CommandSent<"moment.spot">>, commandId = randomUUID()) =>
  command(desk, spotter, "moment.spot", { feeling: "tears", at: ago(0), ...input }, commandId);

const offered = (moment: Moment) =>
  suggest(moment, screen.state!.templates, aroundOf(screen.state!, moment));

/** The moment a press made, as consoles show it. */
async function spot(input: Partial<CommandSent<"moment.spot">>): Promise<Moment> {
  const reply = await ask(input);
  if (!reply.ok) throw new Error(`refused: ${JSON.stringify(reply)}`);
  const find = () => screen.state?.moments.find(({ id }) => id === reply.value.momentId);
  await screen.until("the moment is on the desk", () => find() !== undefined);
  return find()!;
}

test("a press about somebody of a known moment says who, where, who saw it and when, in both languages and no more", async () => {
  const medal = await raiseGold(desk, screen, { name: "Julie Arden" });
  const at = ago(2000);
  const moment = await spot({
    at,
    participants: [{ momentId: medal.id, at: 0 }],
    attachTo: medal.id,
    note: "  dans les bras de sa mère ",
  });
  expect(moment).toMatchObject({
    kind: "emotion",
    status: "confirmed",
    headline: {
      fr: "Larmes\u00a0: Julie Arden (NOR), 100\u00a0m femmes",
      en: "Tears: Julie Arden (NOR), Women’s 100\u00a0m",
    },
    context: { fr: "Vu par test spotter", en: "Seen by test spotter" },
    participants: [medal.participants[0]],
    facts: { eventCode: medal.facts.eventCode, eventName: medal.facts.eventName },
    source: { feed: "spotter", format: "spotter", authority: 1, standing: "confirmed" },
    seen: {
      feeling: "tears",
      note: "dans les bras de sa mère",
      by: "test spotter",
      attachedTo: medal.id,
      image: null,
    },
    occurredAt: at,
    late: false,
  });
  expect(moodOf(moment)).toBe("tender");
  expect(moment.salience.reasons.map(({ code }) => code)).toContain("spotted");
  expect(
    suggest(moment, screen.state!.templates, aroundOf(screen.state!, moment)).length,
  ).toBeGreaterThan(0);
});

test("a spotter's one-time link makes them somebody with that role and no other", async () => {
  const cookie = await signInAs(desk, { name: "Nadia", role: "spotter" });
  const me = await fetch(`${desk.url}/api/me`, { headers: headersOf(desk, cookie) });
  expect(await me.json()).toMatchObject({ person: { name: "Nadia", role: "spotter" } });
  expect(await command(desk, cookie, "hold.place", {})).toMatchObject({ code: "notAllowed" });
  for (const words of [
    ["--role", "boss", "--name", "A"],
    ["--role", "editor"],
  ])
    await expect(cli(desk, "link", ...words)).rejects.toThrow(/--role|--name/);
});

test("with nothing but a feeling, the headline is that word and nothing is invented", async () => {
  const joy = await spot({ feeling: "joy" });
  expect(joy).toMatchObject({
    headline: { fr: "Joie", en: "Joy" },
    participants: [],
    facts: { eventCode: "", eventName: null },
    seen: { note: null, attachedTo: null },
  });
  const typed = await spot({ feeling: "embrace", participants: ["Tom Lévy", "Ona Puig"] });
  expect(typed.headline).toEqual({
    fr: "Étreinte\u00a0: Tom Lévy, Ona Puig",
    en: "Embrace: Tom Lévy, Ona Puig",
  });
});

test("a flag is a ceremony, an incident is grave; both are for a person's eyes", async () => {
  const flag = await spot({ feeling: "flag" });
  expect([flag.kind, flag.salience.score]).toEqual(["ceremony", 20]);
  const incident = await spot({ feeling: "incident" });
  expect([incident.kind, moodOf(incident), incident.salience.score]).toEqual([
    "emotion",
    "sombre",
    20,
  ]);
  const tones = offered(incident).map(({ template }) => template.tone);
  expect(tones).not.toContain("joyful");
});

test("attached without a name, it is about whom that moment is about when that is one person, else about the event", async () => {
  const medal = await raiseGold(desk, screen, { name: "Ida Vohl" });
  expect((await spot({ attachTo: medal.id })).headline.en).toBe(
    "Tears: Ida Vohl (NOR), Women’s 100\u00a0m",
  );
  const key = randomUUID();
  const two = [
    { code: "1", name: "Ana Solis" },
    { code: "2", name: "Mei Tarn" },
  ];
  await sendMoment(desk, {
    key,
    kind: "start",
    headline: { fr: "Finale", en: "Final" },
    participants: two,
    facts: { eventName: { fr: "judo, −57 kg", en: "judo, −57 kg" } },
    test: true,
  });
  const final = await shownMoment(screen, key);
  const crowd = await spot({ feeling: "crowd", attachTo: final.id });
  expect(crowd).toMatchObject({
    headline: { fr: "Foule\u00a0: judo, −57\u00a0kg", en: "Crowd: judo, −57\u00a0kg" },
    participants: [],
    test: true,
  });
});

test("who was pressed is who it is about, though the ranking changed before it was sent", async () => {
  const key = randomUUID();
  const ranking = (...names: string[]) => ({
    key,
    kind: "result",
    headline: { fr: names.join(), en: names.join() },
    participants: names.map((name, at) => ({ code: `c-${name}`, name, rank: at + 1 })),
  });
  await sendMoment(desk, ranking("Ana", "Bea", "Cleo"));
  const result = await shownMoment(screen, key);
  const pressed = { momentId: result.id, at: 0, code: "c-Ana" };
  await sendMoment(desk, ranking("Bea", "Ana"));
  await screen.until(
    "the new ranking",
    ({ state }) => state!.moments.find(({ id }) => id === result.id)!.version > 1,
  );
  expect((await spot({ participants: [pressed] })).headline.en).toBe("Tears: Ana");
  expect(await ask({ participants: [{ ...pressed, code: "c-Cleo" }] })).toMatchObject({
    ok: false,
    code: "notFound",
    details: { field: "participants.0.at" },
  });
});

test("a press sent long after keeps its time and is marked late; a minute is not late", async () => {
  const at = ago(3 * 3_600_000);
  expect(await spot({ at })).toMatchObject({ occurredAt: at, late: true });
  expect(await spot({ at: ago(50_000) })).toMatchObject({ late: false });
  expect(await spot({ at: ago(-3000) })).toMatchObject({ late: false });
});

test("the same press sent twice is one moment", async () => {
  const commandId = randomUUID();
  const at = ago(10_000);
  const replies = await Promise.all([ask({ at }, commandId), ask({ at }, commandId)]);
  expect(replies[0]).toMatchObject({ ok: true });
  const ids = replies.map((reply) => reply.ok && reply.value.momentId);
  expect(ids[0]).toBe(ids[1]);
});

test("a picture added by the spotter goes with it", async () => {
  const file = await photograph(640, 480);
  const response = await fetch(`${desk.url}/api/media`, {
    method: "POST",
    headers: { ...headersOf(desk, spotter), "content-type": "image/jpeg" },
    body: new Uint8Array(file),
  });
  const { media } = (await response.json()) as { media: { id: string } };
  const moment = await spot({ mediaId: media.id as never });
  expect(moment.seen?.image).toEqual({ mediaId: media.id, width: 640, height: 480 });
});

test("what cannot be is refused by name, and leaves nothing behind", async () => {
  const medal = await raiseGold(desk, screen);
  const nowhere = randomUUID() as never;
  const cases: [Partial<CommandSent<"moment.spot">>, string, string][] = [
    [{ at: ago(-8000) }, "badInput", "at"],
    [{ at: ago(12 * 3_600_000 + 5000) }, "badInput", "at"],
    [{ at: "yesterday" }, "badInput", "at"],
    [{ feeling: "fury" as never }, "badInput", "feeling"],
    [{ note: "x".repeat(281) }, "badInput", "note"],
    [{ participants: ["  "] }, "badInput", "participants.0"],
    [{ participants: Array(5).fill("A") }, "badInput", "participants"],
    [{ attachTo: nowhere }, "notFound", "attachTo"],
    [{ mediaId: nowhere }, "notFound", "mediaId"],
    [{ participants: [{ momentId: nowhere, at: 0 }] }, "notFound", "participants.0.momentId"],
    [{ participants: ["A", { momentId: medal.id, at: 7 }] }, "notFound", "participants.1.at"],
  ];
  const before = screen.state!.moments.length;
  for (const [input, code, field] of cases)
    expect(await ask(input), field).toMatchObject({ ok: false, code, details: { field } });
  await spot({});
  expect(screen.state!.moments.length).toBe(before + 1);
});
