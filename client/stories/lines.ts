/** Between this screen and the server: lagging, cut off, catching up, out of date, and clocks that differ. */
import type { Story } from "./story.ts";
import { worldAt } from "./world.ts";

const desk = worldAt;

export const lines: readonly Story[] = [
  {
    name: "lagging",
    says: { fr: "Serveur muet", en: "Server silent" },
    scene: (now) => ({ desk: desk(now), live: { heardAt: now - 3200 }, silent: true }),
  },
  {
    name: "disconnected",
    says: { fr: "Déconnecté depuis", en: "Disconnected for" },
    scene: (now) => ({
      desk: desk(now),
      live: { connection: { status: "lost", seenAt: now - 8000 } },
      silent: true,
      press: (acts) => acts.take(),
    }),
  },
  {
    name: "catching-up",
    says: { fr: "Rattrapage 143/212", en: "Catching up 143/212" },
    scene: (now) => ({
      desk: desk(now),
      live: { connection: { status: "catchingUp", from: 1000, at: 1143, head: 1212 } },
    }),
  },
  {
    name: "caught-up",
    says: { fr: "2 médailles, 1 record", en: "2 medals, 1 record" },
    scene: (now) => {
      const world = desk(now);
      const moments = world.moments.map((each, at) => ({ ...each, late: at > 2 }));
      return {
        desk: { ...world, moments },
        live: { meanwhile: { forMs: 134_000, counts: { medal: 2, record: 1, result: 31 } } },
        console: { lens: "all" },
      };
    },
  },
  {
    name: "clock-drift",
    says: { fr: "Horloge de cet appareil", en: "This device’s clock" },
    scene: (now) => ({ desk: desk(now), live: { clockOffsetMs: -1800, driftMs: 1800 } }),
  },
  {
    name: "too-old",
    says: { fr: "Ce desk a été mis à jour.", en: "This desk has been updated." },
    scene: (now) => ({ desk: desk(now), live: { connection: { status: "tooOld" } } }),
  },
  {
    name: "signed-out",
    says: { fr: "Vous n’êtes pas connecté", en: "You are not signed in" },
    scene: () => ({ desk: null, screen: "signedOut" }),
  },
  {
    name: "no-server",
    says: { fr: "Le serveur ne répond pas encore.", en: "The server does not answer yet." },
    scene: () => ({ desk: null, screen: "waiting" }),
  },
  {
    name: "broken",
    says: { fr: "Ce desk s’est arrêté sur une erreur", en: "This desk stopped on an error" },
    scene: () => ({ desk: null, screen: "broken" }),
  },
];
