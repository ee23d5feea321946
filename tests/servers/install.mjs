// Installs the servers of this folder once for each lock file and version of Node, outside the clone:
// it takes minutes, and a fresh clone (every run of a CI) should not pay them again.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { runNpm } from "../../server/boot.mjs";

const files = ["package.json", "package-lock.json"];
const prefix = "test-servers-";
const keptMs = 30 * 24 * 3600_000;
const minute = 60_000;

/** Where the servers are, or will be once installed; REBOND_TEST_SERVERS names another place. */
export function serversFolder() {
  if (process.env.REBOND_TEST_SERVERS) return process.env.REBOND_TEST_SERVERS;
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(join(import.meta.dirname, file)));
  // A native module is built for one ABI of Node on one kind of machine.
  hash.update(`${process.platform} ${process.arch} ${process.versions.modules}`);
  return join(cache, "rebond", `${prefix}${hash.digest("hex").slice(0, 16)}`);
}

/** Installs what is missing; `findCompiler` is called only where the native module must be built. */
export async function installServers(findCompiler) {
  const folder = serversFolder();
  if (!existsSync(folder)) await make(folder, findCompiler);
  const now = new Date();
  if (basename(folder).startsWith(prefix)) utimesSync(folder, now, now);
  forgetUnused(dirname(folder), now.getTime());
  return folder;
}

async function make(folder, findCompiler) {
  console.log("Installing the Bluesky server that the tests post to (once per version) …");
  mkdirSync(dirname(folder), { recursive: true });
  // Made beside its place and moved there whole: an interrupted install is never taken for a good one.
  const making = mkdtempSync(join(dirname(folder), prefix));
  process.once("exit", () => rmSync(making, { recursive: true, force: true }));
  for (const file of files) cpSync(join(import.meta.dirname, file), join(making, file));
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  if (runNpm(["ci", "--prefix", making, ...options]).status !== 0)
    fail("The Bluesky server could not be installed; npm says why above.");
  await provideDatabase(making, findCompiler);
  try {
    renameSync(making, folder);
  } catch (error) {
    // Another run was faster.
    if (!existsSync(folder)) throw error;
  }
}

/** The server's SQLite is native code: its maker's binary where that can be had, else built here. */
async function provideDatabase(making, findCompiler) {
  const module = join(making, "node_modules/better-sqlite3");
  if (Number(process.versions.node.split(".")[0]) >= 22) takeNewer(module);
  else run(module, [join(making, "node_modules/prebuild-install/bin.js")], minute);
  if (loads(module)) return;
  console.log("Building its database from source, which takes about a minute …");
  const env = { ...process.env, ...(await findCompiler()), CFLAGS: "-O1", CXXFLAGS: "-O1" };
  const headers = headersOfNode(making);
  const args = ["rebuild", "--release", "--jobs=max", ...(headers ? [`--nodedir=${headers}`] : [])];
  const gyp = join(making, "node_modules/node-gyp/bin/node-gyp.js");
  const { stdout, stderr } = run(module, [gyp, ...args], 15 * minute, env);
  rmSync(join(making, "headers"), { recursive: true, force: true });
  if (loads(module)) return;
  console.log(`${stdout}${stderr}`.slice(-4000));
  fail("better-sqlite3, which the Bluesky server needs, could not be built; see above.");
}

/** Version 13 brings its binaries and needs Node 22; what is older is needed for Node 20, and crashes from Node 24.19 on. */
function takeNewer(module) {
  rmSync(module, { recursive: true });
  renameSync(`${module}-with-binary`, module);
}

/** The folder whose include/node fits the running Node; nothing when node-gyp has to download it. */
function headersOfNode(making) {
  const named = [process.env.npm_config_nodedir, dirname(dirname(process.execPath))];
  const here = [...named, "/usr", "/usr/local"].find((place) => place && fits(place));
  if (here) return here;
  const name = `node-${process.platform}-${process.arch}`;
  const args = ["install", "--prefix", join(making, "headers"), "--ignore-scripts", "--no-audit"];
  runNpm([...args, "--no-fund", "--loglevel=silent", `${name}@${process.versions.node}`]);
  const packaged = join(making, "headers/node_modules", name);
  return fits(packaged) ? packaged : undefined;
}

function fits(place) {
  const header = join(place, "include/node/node_version.h");
  if (!existsSync(header)) return false;
  const [, abi] = /define NODE_MODULE_VERSION (\d+)/.exec(readFileSync(header, "utf8")) ?? [];
  return abi === process.versions.modules;
}

function loads(module) {
  const script = "new (require(process.cwd()))(':memory:').exec('select 1')";
  return run(module, ["-e", script], minute).status === 0;
}

function run(cwd, args, timeout, env = process.env) {
  const limits = { timeout, maxBuffer: 64 * 1024 * 1024 };
  return spawnSync(process.execPath, args, { cwd, env, encoding: "utf8", ...limits });
}

function forgetUnused(cache, now) {
  for (const name of readdirSync(cache).filter((each) => each.startsWith(prefix))) {
    const path = join(cache, name);
    if (now - statSync(path).mtimeMs > keptMs) rmSync(path, { recursive: true, force: true });
  }
}

function fail(line) {
  rmSync(making, { recursive: true, force: true });
  console.log(line);
  process.exit(1);
}
