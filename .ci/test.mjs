// What `npm test` runs: everything, unit to browser, from a fresh clone.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { prepare } from "../server/boot.mjs";
import { installServers } from "../tests/servers/install.mjs";
import { findCompiler, findOrInstall } from "./programs.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
/** How many files may have failed for CI to look at them a second time: more is no accident. */
const mostLookedAtAgain = 2;

prepare();
const programs = await findOrInstall();
programs.REBOND_TEST_SERVERS = await installServers(findCompiler);
const folder = mkdtempSync(join(tmpdir(), "rebond-counts-"));
const first = runVitest(process.argv.slice(2));
const counts = process.env.CI ? lookAgain(first) : first;
rmSync(folder, { recursive: true, force: true });
process.exitCode = report(counts);

function runVitest(args) {
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const countsFile = join(folder, "counts.json");
  rmSync(countsFile, { force: true });
  const reporters = ["--reporter=default", "--reporter=./.ci/counted-reporter.mjs"];
  const { status } = spawnSync(
    process.execPath,
    [vitest, "run", "--config", "tests/vitest.config.ts", ...reporters, ...args],
    {
      cwd: root,
      env: { ...process.env, ...programs, REBOND_TEST_COUNTS: countsFile },
      stdio: ["ignore", "inherit", "inherit"],
    },
  );
  return readCounts(countsFile, status);
}

function readCounts(countsFile, status) {
  try {
    const { stray, files } = JSON.parse(readFileSync(countsFile, "utf8"));
    const failed = files.flatMap((file) => file.failed).length + stray;
    // A run that ends badly without a failed test is a failure of its own.
    return { files, stray: status !== 0 && failed === 0 ? 1 : stray };
  } catch {
    console.log("The tests ended without a result.");
    return { files: [], stray: 1 };
  }
}

/**
 * In CI a file that failed beside all the others is run once more, alone, and what passes then is named: it leans on a
 * quick machine, which is a bug to be found, and holds up nobody meanwhile. Failing twice is failing.
 */
function lookAgain(before) {
  const failing = before.files.filter(({ failed }) => failed.length > 0);
  if (before.stray > 0 || failing.length === 0 || failing.length > mostLookedAtAgain) return before;
  const names = failing.map(({ name }) => name);
  console.log(`Running what failed once more, alone: ${names.join(", ")}`);
  const again = runVitest(names);
  const files = again.files.filter(({ name }) => names.includes(name));
  const failedAgain = files.flatMap(({ failed }) => failed);
  const unsteady = failing
    .flatMap(({ failed }) => failed)
    .filter((name) => !failedAgain.includes(name));
  for (const name of unsteady) console.log(`unsteady, passed only when run again: ${name}`);
  const others = before.files.filter(({ name }) => !names.includes(name));
  return { files: [...others, ...files], stray: again.stray };
}

function report({ files, stray }) {
  const passed = files.reduce((sum, file) => sum + file.passed, 0);
  const failed = files.flatMap((file) => file.failed).length + stray;
  const skipped = files.flatMap((file) => file.skipped);
  for (const { name, note } of skipped)
    console.log(`skipped: ${name}: ${note ?? "no reason given"}`);
  if (passed + failed === 0) console.log("No test ran: that is a failure.");
  console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  return failed === 0 && passed > 0 ? 0 : 1;
}
