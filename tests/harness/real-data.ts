import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A file of recorded data, which stands beside the repository: its text, or why it cannot be used here. */
export function realData(path: string): { text: string; missing: string | null } {
  const place = fileURLToPath(new URL(`../../../shared/data/${path}`, import.meta.url));
  if (!existsSync(place)) return { text: "", missing: `../shared/data/${path} is not here` };
  return { text: readFileSync(place, "utf8"), missing: null };
}
