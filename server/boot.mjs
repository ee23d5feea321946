// What `npm start` runs. Plain JavaScript without dependencies: in a fresh clone there are none yet.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const path = (name) => join(root, name);
const oldestNode = [20, 19];

/** Makes a clone ready to run: packages installed, console built. Ends the process where it cannot. */
export function prepare() {
  install();
  buildConsole();
}

function install() {
  refuseOldNode();
  installPackages();
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  const wanted = oldestNode.join(".");
  fail(`Rebond needs Node ${wanted} or newer; this is Node ${process.versions.node}.`);
}

function installPackages() {
  const stamp = path("node_modules/.rebond-lock");
  const wanted = hashOf(["package-lock.json"]);
  if (read(stamp) === wanted) return;
  if (!installedByHand(stamp)) {
    say("Installing packages (once per version) …");
    const args = ["ci", "--ignore-scripts", "--include=dev", "--include=optional"];
    const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
    const result = runNpm([...args, ...quiet]);
    if (result.status !== 0) fail("Packages could not be installed; npm says why above.");
  }
  writeFileSync(stamp, wanted);
}

/** A developer's own `npm install` since the lock file changed is as good as ours. */
function installedByHand(stamp) {
  // npm writes its hidden lock file last: an install that was interrupted has none.
  const hidden = path("node_modules/.package-lock.json");
  const whole = existsSync(hidden) && existsSync(path("node_modules/vite/package.json"));
  if (!whole || existsSync(stamp)) return false;
  return statSync(hidden).mtimeMs >= statSync(path("package-lock.json")).mtimeMs;
}

/** Runs the npm that runs us, else the one on the path; its words go where ours go. */
export function runNpm(args) {
  const options = { cwd: root, stdio: ["ignore", "inherit", "inherit"] };
  const npm = process.env.npm_execpath;
  if (npm?.endsWith(".js")) return spawnSync(process.execPath, [npm, ...args], options);
  return spawnSync("npm", args, { ...options, shell: process.platform === "win32" });
}

function buildConsole() {
  const stamp = path("client/dist/.stamp");
  const wanted = hashOf([...filesUnder("client"), ...filesUnder("shared"), "package-lock.json"]);
  if (read(stamp) === wanted) return;
  say("Building the console …");
  const vite = [path("node_modules/vite/bin/vite.js"), "build", "client", "--logLevel", "warn"];
  const env = { ...process.env, NODE_ENV: "production" };
  const result = spawnSync(process.execPath, vite, { cwd: root, env, encoding: "utf8" });
  if (result.status !== 0)
    fail(`The console could not be built:\n${result.stdout}${result.stderr}`);
  writeFileSync(stamp, wanted);
}

function filesUnder(folder) {
  const skipped = new Set(["dist", "node_modules"]);
  const entries = readdirSync(path(folder), { withFileTypes: true });
  const kept = entries.filter((entry) => !skipped.has(entry.name) && !entry.name.startsWith("."));
  return kept.flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesUnder(name) : [name];
  });
}

function hashOf(names) {
  const hash = createHash("sha256");
  for (const name of names.sort(byName))
    hash.update(`\0${name}\0`).update(readFileSync(path(name)));
  return hash.digest("hex");
}

function byName(a, b) {
  return a < b ? -1 : 1;
}

function read(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function fail(line) {
  say(line);
  process.exit(1);
}

/** What the desk starts beside itself, and the variable that tells it where. */
const beside = [
  { source: "server/rehearsal/network.ts", variable: "NETWORK_PROGRAM" },
  { source: "server/feeds/reading-thread.ts", variable: "READER_PROGRAM" },
];

/** Compiles programs of the server with all they start, and says where those are. */
export async function compileWithBeside(entryPoints, outdir) {
  await compile([...entryPoints, ...beside.map(({ source }) => source)], outdir);
  for (const { source, variable } of beside)
    process.env[variable] = join(outdir, source.replace(/^server\//, "").replace(/ts$/, "mjs"));
}

/** Runs the desk compiled: loading its sources one by one takes two seconds on Node 20, compiling them 0.2. */
async function startDesk() {
  const outdir = path("node_modules/.cache/rebond");
  await compileWithBeside(["server/main.ts"], outdir);
  await run(join(outdir, "main.mjs"));
}

/** A verb of the command line, the same way: a hold must not wait for a loader. Each run in a folder of its own. */
async function runVerb(words) {
  const outdir = path(`node_modules/.cache/rebond/cli-${process.pid}`);
  process.once("exit", () => rmSync(outdir, { recursive: true, force: true }));
  await compile(["server/cli.ts"], outdir);
  process.argv = [process.argv[0], path("server/cli.ts"), ...words];
  await run(join(outdir, "cli.mjs"));
}

async function run(file) {
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(file).href);
}

/** Compiles programs of the server into a folder: `server/x/y.ts` becomes `x/y.mjs`. */
async function compile(entryPoints, outdir) {
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: root,
    entryPoints,
    outdir,
    outbase: "server",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: true,
    logLevel: "error",
    plugins: [{ name: "own-address", setup: keepOwnAddress }],
  });
}

/** A file that looks for others beside it means beside its source. */
function keepOwnAddress({ onLoad }) {
  onLoad({ filter: /[\\/]server[\\/].*\.ts$/ }, ({ path: file }) => {
    const address = JSON.stringify(pathToFileURL(file).href);
    return {
      loader: "ts",
      contents: readFileSync(file, "utf8").replaceAll("import.meta.url", address),
    };
  });
}

/** The server starts again when it changes, and the console reloads itself: open the address vite prints. */
function develop() {
  const run = (...args) => spawn(process.execPath, args, { cwd: root, stdio: "inherit" });
  const server = run(
    path("node_modules/tsx/dist/cli.mjs"),
    "watch",
    "--clear-screen=false",
    "server/main.ts",
  );
  const console = run(path("node_modules/vite/bin/vite.js"), "client");
  for (const child of [server, console])
    child.once("exit", () => [server, console].forEach((each) => each.kill()));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const asked = process.argv.slice(2);
  if (asked[0] === "--verb") await runVerb(asked.slice(1));
  else if (asked.includes("--dev")) {
    install();
    develop();
  } else {
    prepare();
    if (!asked.includes("--prepare")) await startDesk();
  }
}
