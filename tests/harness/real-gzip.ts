import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

/** As `realData`, of a file that stands there compressed. */
export function realGzip(path: string): { text: string; missing: string | null } {
  const place = fileURLToPath(new URL(`../../../shared/data/${path}`, import.meta.url));
  if (!existsSync(place)) return { text: "", missing: `../shared/data/${path} is not here` };
  return { text: gunzipSync(readFileSync(place)).toString("utf8"), missing: null };
}
