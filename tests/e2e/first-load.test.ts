import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

const dist = fileURLToPath(new URL("../../client/dist", import.meta.url));
const mostBytes = 250_000;

test("the first load of the console is 250 kB of script at most, gzipped; what is opened later is fetched then", () => {
  const page = readFileSync(`${dist}/index.html`, "utf8");
  const named = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(
    ([, path]) => path!,
  );
  expect(named.length).toBeGreaterThan(0);
  const bytes = named.map((path) => gzipSync(readFileSync(dist + path)).length);
  expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(mostBytes);
  const later = ["feeds-sheet", "watch-sheet", "panel", "page", "rundown", "queue"];
  expect(named.filter((path) => later.some((part) => path.includes(`/${part}-`)))).toEqual([]);
});
