// The programs that the tests need and npm does not bring: found, or installed where that is allowed.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const testPrograms = [
  {
    variable: "REBOND_TEST_CHROMIUM",
    title: "Chromium",
    named: ["REBOND_TEST_CHROMIUM", "CHROMIUM_PATH"],
    commands: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
    elsewhere: ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"],
    packages: { apt: "chromium", dnf: "chromium", apk: "chromium", brew: "chromium" },
  },
  {
    variable: "REBOND_TEST_REDIS",
    title: "Redis",
    named: ["REBOND_TEST_REDIS"],
    commands: ["redis-server"],
    elsewhere: [],
    packages: { apt: "redis-server", dnf: "redis", apk: "redis", brew: "redis" },
  },
];

const compiler = [
  {
    variable: "CXX",
    title: "A C++ compiler",
    named: ["CXX"],
    commands: ["g++", "c++", "clang++"],
    elsewhere: [],
    packages: { apt: "g++", dnf: "gcc-c++", apk: "g++" },
  },
  {
    variable: "MAKE",
    title: "make",
    named: ["MAKE"],
    commands: ["make", "gmake"],
    elsewhere: [],
    packages: { apt: "make", dnf: "make", apk: "make", brew: "make" },
  },
  {
    variable: "PYTHON",
    title: "Python 3",
    named: ["PYTHON"],
    commands: ["python3"],
    elsewhere: [],
    packages: { apt: "python3", dnf: "python3", apk: "python3", brew: "python" },
  },
];

const installers = {
  apt: { command: "apt-get", args: ["install", "-y", "--no-install-recommends"], root: true },
  dnf: { command: "dnf", args: ["install", "-y"], root: true },
  apk: { command: "apk", args: ["add", "--no-cache"], root: true },
  brew: { command: "brew", args: ["install"], root: false },
};

/** Paths of the needed programs, by the variable the tests read; ends the process if one is missing. */
export function findOrInstall() {
  return provide(testPrograms);
}

/** What builds a native module, by the variables node-gyp reads; ends the process if one is missing. */
export function findCompiler() {
  return provide(compiler);
}

async function provide(needs) {
  const missing = [];
  for (const need of needs) if (!(await find(need))) missing.push(need);
  if (missing.length > 0) install(missing);
  const found = {};
  for (const need of needs) found[need.variable] = (await find(need)) ?? refuse([need]);
  return found;
}

async function find(need) {
  for (const variable of need.named) {
    const path = process.env[variable];
    if (path && runs(path)) return path;
    if (path) refuse([need], `${variable} names ${path}, which does not run`);
  }
  const onPath = need.commands.map(which).filter(Boolean);
  const candidates = [...onPath, ...need.elsewhere, ...(await fromPlaywright(need))];
  return candidates.find((path) => existsSync(path) && runs(path));
}

/** A browser that Playwright installed for another project serves as well. */
async function fromPlaywright(need) {
  if (need.title !== "Chromium") return [];
  const { chromium } = await import("playwright-core");
  return [chromium.executablePath()].filter(Boolean);
}

/** Ubuntu's chromium-browser only says "install the snap": a name on the path is not enough. */
function runs(path) {
  return spawnSync(path, ["--version"], { timeout: 30_000, stdio: "ignore" }).status === 0;
}

function which(command) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.map((folder) => join(folder, command)).find((path) => existsSync(path));
}

function install(missing) {
  const kind = Object.keys(installers).find((name) => which(installers[name].command));
  const prefix = kind ? privilege(installers[kind]) : undefined;
  if (prefix === undefined) return refuse(missing);
  const { command, args } = installers[kind];
  const names = missing.map((need) => need.packages[kind]);
  if (names.includes(undefined)) return refuse(missing);
  console.log(`Installing ${names.join(" and ")} with ${command}, which the tests need …`);
  if (runQuietly([...prefix, command, ...args, ...names])) return;
  // A fresh container has no package lists at all; elsewhere they may be too old.
  if (kind === "apt") runQuietly([...prefix, command, "update"]);
  if (!runQuietly([...prefix, command, ...args, ...names], true)) refuse(missing);
}

/** The words before a command that make it run as root; nothing when that would need a password. */
function privilege(installer) {
  if (!installer.root || process.getuid?.() === 0) return [];
  const sudo = spawnSync("sudo", ["-n", "true"], { stdio: "ignore" }).status === 0;
  // sudo drops the environment, so what apt must know goes on its command line.
  return sudo ? ["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive"] : undefined;
}

function runQuietly([command, ...args], showFailure = false) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const result = spawnSync(command, args, { env, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  if (result.status !== 0 && showFailure)
    console.log(`${result.stdout}${result.stderr}`.slice(-4000));
  return result.status === 0;
}

function refuse(missing, why = "could not be found or installed here") {
  for (const need of missing) {
    const names = [...new Set(Object.values(need.packages))].join(" or ");
    console.log(`${need.title} ${why}. Install the package ${names}, or set ${need.variable}.`);
  }
  process.exit(1);
}
