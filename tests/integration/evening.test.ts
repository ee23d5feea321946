import { once } from "node:events";
import type { Server } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { systemClock } from "#server/clock.ts";
import { send } from "#server/feeds/send.ts";
import { feedRoutes } from "#server/http/feed.ts";
import { contentTypes, evening, movedToNow, readCue } from "#server/rehearsal/evening.ts";
import { createPlayer } from "#server/rehearsal/play.ts";
import type { Moment } from "#shared/moments.ts";
import { openFeeds } from "../harness/feeds.ts";
import type { Feeds } from "../harness/feeds.ts";

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

let feeds: Feeds;
let server: Server;
let url = "";

beforeAll(async () => {
  feeds = await openFeeds();
  server = createServer(
    express().use(
      feedRoutes({ receive: feeds.receive, maxBytes: 1 << 20, count: () => undefined }),
    ),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => feeds.restart());
afterAll(async () => {
  server?.closeAllConnections();
  server?.close();
  await feeds?.close();
});

async function all(kind: Moment["kind"]): Promise<Moment[]> {
  return (await feeds.moments()).filter((moment) => moment.kind === kind);
}

async function playEvening(loop: string): Promise<void> {
  for (const cue of evening) {
    const body = movedToNow(await readCue(cue), cue.source, loop, Date.now(), "Europe/Paris");
    const secret = feeds.secrets[cue.source] ?? "";
    const answer = await send({
      url,
      source: cue.source,
      secret,
      id: `${loop}-${cue.file}`,
      contentType: contentTypes[cue.source],
      body,
      now: Date.now(),
    });
    expect(answer, cue.file).toMatchObject({
      status: 202,
      text: expect.stringContaining('"accepted"'),
    });
  }
}

test("the sample evening tells its story in both languages", async () => {
  await playEvening("REB24-A");
  const told = (await feeds.moments())
    .map(({ headline, status }) => `${status}: ${headline.fr}`)
    .toReversed();
  expect(told).toEqual([
    "confirmed: C’est parti\u00a0: 100\u00a0m femmes, finale",
    expect.stringMatching(
      /^confirmed: Retardé\u00a0: judo, équipes mixtes, finale, désormais à \d\d:\d\d$/,
    ),
    "corrected: 100\u00a0m femmes, finale\u00a0: Julien Alfred (LCA) 10,72",
    "confirmed: Record national\u00a0: Julien Alfred (LCA) 10,72 (100\u00a0m femmes)",
    "confirmed: Or pour Julien Alfred (LCA), 100\u00a0m femmes",
    "confirmed: Argent pour Sha’Carri Richardson (USA), 100\u00a0m femmes",
    "confirmed: Bronze pour Melissa Jefferson (USA), 100\u00a0m femmes",
    "confirmed: Julien Alfred crie sa joie : Sainte-Lucie tient sa première médaille",
    "confirmed: C’est parti\u00a0: triple saut femmes, finale",
    "confirmed: Shanieka Ricketts (JAM) prend la tête, triple saut femmes, finale",
    "confirmed: Thea Lafond (DMA) prend la tête, triple saut femmes, finale",
    "corrected: Triple saut femmes, finale\u00a0: Thea Lafond (DMA) 15,02",
    "corrected: Record national\u00a0: Thea Lafond (DMA) 15,02 (triple saut femmes)",
    "confirmed: C’est parti\u00a0: saut à la perche hommes, finale",
    "confirmed: Or pour Thea Lafond (DMA), triple saut femmes",
    "confirmed: Argent pour Shanieka Ricketts (JAM), triple saut femmes",
    "confirmed: Bronze pour Jasmine Moore (USA), triple saut femmes",
    "confirmed: Thea Lafond en larmes, le drapeau de la Dominique sur les épaules",
    "confirmed: C’est parti\u00a0: 400\u00a0m haies femmes, finale",
    "confirmed: Lina Mareva prend la tête, 400\u00a0m haies femmes, finale",
    "confirmed: 400\u00a0m haies femmes, finale\u00a0: Lina Mareva 55,41",
    "confirmed: Noa Cardinal disqualifiée, 400\u00a0m haies femmes, finale",
    "confirmed: C’est parti\u00a0: judo, équipes mixtes, finale",
    expect.stringContaining("le tirage au sort désigne les +90 kg"),
    "confirmed: France (FRA) prend la tête, judo, équipes mixtes, finale",
    "confirmed: Judo, équipes mixtes, finale\u00a0: France (FRA) 4–3 Japon (JPN)",
    "confirmed: Or\u00a0: France (FRA), judo, équipes mixtes",
    "confirmed: Argent\u00a0: Japon (JPN), judo, équipes mixtes",
    "confirmed: Bronze\u00a0: Brésil (BRA), judo, équipes mixtes",
    "confirmed: Bronze\u00a0: Corée du Sud (KOR), judo, équipes mixtes",
    expect.stringContaining("Toute la salle debout"),
    "confirmed: Armand Duplantis (SWE) prend la tête, saut à la perche hommes, finale",
    "confirmed: Cérémonie en cours\u00a0: 100\u00a0m femmes",
    expect.stringContaining("L’hymne de Sainte-Lucie"),
    expect.stringContaining("La barre monte"),
    expect.stringMatching(/^withdrawn: Record du monde/),
    expect.stringMatching(
      /^confirmed: Reprogrammé\u00a0: triple saut femmes, désormais à \d\d:\d\d$/,
    ),
    "confirmed: Cérémonie en cours\u00a0: triple saut femmes",
    "confirmed: Saut à la perche hommes, finale\u00a0: Armand Duplantis (SWE) 6,25",
    "confirmed: Record du monde\u00a0: Armand Duplantis (SWE) 6,25 (saut à la perche hommes)",
    "confirmed: Or pour Armand Duplantis (SWE), saut à la perche hommes",
    "confirmed: Argent pour Sam Kendricks (USA), saut à la perche hommes",
    "confirmed: Bronze pour Emmanouil Karalis (GRE), saut à la perche hommes",
    expect.stringContaining("La barre tremble et reste"),
    "confirmed: Cérémonie en cours\u00a0: judo, équipes mixtes",
    expect.stringContaining("La soirée d’entraînement est finie"),
  ]);
  const gold = (await all("medal")).find(
    (moment) => moment.participants[0]?.organisation === "LCA",
  );
  expect(gold).toMatchObject({
    headline: { en: "Gold for Julien Alfred (LCA), women’s 100\u00a0m" },
    facts: { medal: "gold", firstEver: true, result: "10.72" },
    salience: {
      score: 80,
      reasons: [{ points: 40, text: { en: expect.any(String) } }, { points: 40 }],
    },
    participants: [
      { name: "Julien Alfred", gender: "W", organisationName: { fr: "Sainte-Lucie" } },
    ],
    test: true,
  });
  expect((await all("result")).find(({ facts }) => facts.score !== null)).toMatchObject({
    facts: { score: "4–3", result: null },
  });
});

test("each loop of the evening raises fresh moments, and each is again a first", async () => {
  await playEvening("REB24-A");
  const first = await feeds.moments();
  await playEvening("REB24-B");
  const both = await feeds.moments();
  expect(both).toHaveLength(first.length * 2);
  expect(both.filter((moment) => moment.facts.firstEver)).toHaveLength(4);
});

test("the player brings a first moment within three seconds and stops when asked", async () => {
  const player = createPlayer({
    url: () => url,
    secretOf: async (source) => feeds.secrets[source] ?? "",
    clock: systemClock,
    log: quiet,
  });
  player.start();
  await expect
    .poll(async () => (await feeds.moments()).length, { timeout: 3000, interval: 50 })
    .toBeGreaterThan(0);
  await player.stop();
  player.start();
  await player.stop();
});
