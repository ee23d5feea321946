/**
 * The pictures of the evening: drawn by us (`pictures/*.svg`), kept beside their sources as they are stored
 * (`pictures/*.jpg`), because drawing one takes longer than starting a desk.
 */
import { readFile } from "node:fs/promises";
import type { Bilingual } from "#shared/locales.ts";
import type { Picture } from "#shared/media.ts";
import type { Tx } from "../db/changes.ts";
import { storePicture } from "../media/add.ts";

/** What each shows, for those who cannot see it. */
export const pictures = {
  "first-light": {
    fr: "Dessin abstrait : un demi-soleil d'or posé sur l'horizon, son reflet sur une mer sombre, et de fins cercles de lumière qui s'élargissent dans la nuit.",
    en: "Abstract drawing: half a golden sun on the horizon, its reflection on a dark sea, and thin circles of light widening into the night.",
  },
  gold: {
    fr: "Dessin abstrait : un disque d'or tout en haut de son rebond, au bout d'une traînée de lumière qui touche deux fois le sol, chaque fois plus haut.",
    en: "Abstract drawing: a golden disc at the top of its bounce, at the end of a trail of light that touches the ground twice and rises higher each time.",
  },
  "silver-bronze": {
    fr: "Dessin abstrait : un disque d'argent devant un disque de bronze, gravés de fines lignes courbes, sur fond sombre.",
    en: "Abstract drawing: a silver disc in front of a bronze one, engraved with fine curved lines, on a dark ground.",
  },
  emotion: {
    fr: "Dessin abstrait : la clameur d'une foule en hautes barres de lumière, du grenat à l'or, sous une pluie d'étincelles.",
    en: "Abstract drawing: the roar of a crowd as tall bars of light, from garnet to gold, under a rain of sparks.",
  },
  record: {
    fr: "Dessin abstrait : des dizaines de traits s'arrêtent avant une ligne ; un seul, vert clair, la franchit et brille au-delà.",
    en: "Abstract drawing: dozens of strokes stop short of a line; a single one, pale green, crosses it and shines beyond.",
  },
} as const satisfies Record<string, Bilingual>;
export type PictureName = keyof typeof pictures;

const size = { width: 1600, height: 900 };
const folder = new URL("./pictures/", import.meta.url);

/** Stores every picture; answers each as a template carries it. */
export async function storePictures(
  tx: Tx,
  campaignId: string,
): Promise<Record<PictureName, Picture>> {
  const names = Object.keys(pictures) as PictureName[];
  const bodies = await Promise.all(names.map((name) => readFile(new URL(`${name}.jpg`, folder))));
  const stored: [PictureName, Picture][] = [];
  for (const [index, name] of names.entries()) {
    const picture = { type: "image/jpeg" as const, ...size, body: bodies[index]! };
    const { id } = await storePicture(tx, campaignId, picture, null);
    stored.push([name, { mediaId: id, ...size, alt: pictures[name] }]);
  }
  return Object.fromEntries(stored) as Record<PictureName, Picture>;
}
