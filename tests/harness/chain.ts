import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(
  new URL("../../../shared/data/odf-rewrapped/women-5000m", import.meta.url),
);

/** Why the chain of the women's 5000 m cannot be played here; null when it can. */
export const chainMissing = existsSync(folder)
  ? null
  : "../shared/data/odf-rewrapped/women-5000m is not here";

/** The twelve messages in the order they arrived. */
export async function readChain(): Promise<{ name: string; body: string }[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".xml")).toSorted();
  return Promise.all(
    names.map(async (name) => ({ name, body: await readFile(`${folder}/${name}`, "utf8") })),
  );
}
