/** Who may import whom. The table is the rule: a folder may import itself, `base`, and what its line names. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");

/** `base` is the handful of files at the top of server/ that import nothing of ours but each other and shared. */
const mayImport: Record<string, readonly string[]> = {
  shared: [],
  client: ["shared"],
  "server/base": ["shared"],
  "server/db": ["server/base", "shared"],
  "server/campaigns": ["server/base", "server/db", "shared"],
  "server/accounts": ["server/base", "server/db", "server/networks", "shared"],
  "server/media": ["server/base", "server/db", "shared"],
  "server/networks": ["server/base", "server/db", "shared"],
  "server/templates": ["server/base", "server/db", "shared"],
  "server/people": ["server/base", "server/db", "shared"],
  "server/moments": ["server/base", "server/db", "shared"],
  "server/feeds": ["server/base", "server/db", "server/moments", "shared"],
  "server/posts": [
    "server/base",
    "server/db",
    "server/accounts",
    "server/campaigns",
    "server/media",
    "server/moments",
    "server/networks",
    "server/people",
    "server/templates",
    "shared",
  ],
  "server/rundown": [
    "server/base",
    "server/db",
    "server/accounts",
    "server/moments",
    "server/templates",
    "shared",
  ],
  "server/audit": ["server/base", "server/db", "shared"],
  // It reads and makes the whole record, whoever writes its tables while the desk runs.
  "server/export": ["server/base", "server/db", "server/posts", "shared"],
  "server/queue": ["server/base", "server/db", "shared"],
  "server/realtime": ["server/base", "server/db", "shared"],
  "server/http": ["server/base", "server/db", "shared"],
  // The rehearsal makes a desk's first content and plays it: it stands outside, like a provider and a network would.
  "server/rehearsal": [
    "server/base",
    "server/db",
    "server/accounts",
    "server/campaigns",
    "server/feeds",
    "server/media",
    "server/people",
    "server/posts",
    "server/rundown",
    "server/templates",
    "shared",
  ],
};
const base = [
  "addresses",
  "clock",
  "clocks",
  "config",
  "crash",
  "lanes",
  "log",
  "rounds",
  "safe-fetch",
  "sealed",
  "timing",
  "turns",
];
/** They wire the rest, so they may import anything of the server's. */
const composition = ["app", "main", "cli", "commands", "handlers", "snapshot", "worker"];
/** Inside the console a feature imports the base features, never another feature. */
const consoleBase = ["live", "ui", "messages"];

type Import = { from: string; to: string };

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === "dist" || entry.name === "node_modules") return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourceFiles(path);
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith(".d.ts") ? [path] : [];
  });
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), "utf8");
  const found = text.matchAll(/^\s*(?:import|export)\b[^"';]*?["']([^"']+)["']/gm);
  return [...found].flatMap(([, target]) => {
    if (!target) return [];
    if (target.startsWith("#")) return [{ from: file, to: target.slice(1) }];
    if (!target.startsWith(".")) return [];
    return [{ from: file, to: relative(root, resolve(root, dirname(file), target)) }];
  });
}

function placeOf(path: string): string {
  const [top, second] = path.split("/");
  if (top !== "server") return top ?? "";
  const name = (second ?? "").replace(/\.ts$/, "");
  if (base.includes(name)) return "server/base";
  return composition.includes(name) ? "server/composition" : `server/${name}`;
}

const files = ["shared", "server", "client"].flatMap(sourceFiles);
const imports = files.flatMap(importsOf);

test("every folder imports only what its line in the table allows", () => {
  const broken = imports.filter(({ from, to }) => {
    const [here, there] = [placeOf(from), placeOf(to)];
    if (here === there || here === "server/composition") return false;
    return !(mayImport[here] ?? []).includes(there);
  });
  expect(broken).toEqual([]);
});

test("a feature of the console never imports another feature", () => {
  const featureOf = (path: string) =>
    path.startsWith("client/") && path.split("/").length > 2 ? path.split("/")[1] : null;
  const broken = imports.filter(({ from, to }) => {
    const [here, there] = [featureOf(from), featureOf(to)];
    // The stories show every feature, as the console's entry does.
    if (here === "stories") return false;
    return here && there && here !== there && !consoleBase.includes(there);
  });
  expect(broken).toEqual([]);
});

test("nothing that is built knows of the stories", () => {
  const isOfStories = (path: string) => path.startsWith("client/stories");
  const broken = imports.filter(({ from, to }) => isOfStories(to) && !isOfStories(from));
  expect(broken).toEqual([]);
});

test("no files import each other in a circle", () => {
  const next = new Map<string, string[]>();
  for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to]);
  const state = new Map<string, "open" | "done">();
  const circles: string[] = [];
  const visit = (file: string, path: string[]): void => {
    if (state.get(file) === "done") return;
    if (state.get(file) === "open")
      return void circles.push([...path.slice(path.indexOf(file)), file].join(" → "));
    state.set(file, "open");
    for (const target of next.get(file) ?? []) visit(target, [...path, file]);
    state.set(file, "done");
  };
  for (const file of files) visit(file, []);
  expect(circles).toEqual([]);
});

test("no file is a hub: 300 lines at most", () => {
  const long = files
    .map((file) => ({ file, lines: readFileSync(join(root, file), "utf8").split("\n").length }))
    .filter(({ lines }) => lines > 301);
  expect(long).toEqual([]);
});

test("one folder writes each table", () => {
  const writers = new Map<string, Set<string>>();
  for (const file of files.filter((each) => each.startsWith("server/"))) {
    const text = readFileSync(join(root, file), "utf8");
    for (const [, table] of text.matchAll(/\.(?:insertInto|updateTable|deleteFrom)\("(\w+)"\)/g)) {
      const place = placeOf(file);
      writers.set(
        table!,
        (writers.get(table!) ?? new Set()).add(place === "server/composition" ? file : place),
      );
    }
  }
  const shared = [...writers]
    .filter(([, places]) => places.size > 1)
    .map(([table, places]) => `${table}: ${[...places].join(", ")}`);
  expect(shared).toEqual([]);
});
