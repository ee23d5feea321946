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

prepare();
const programs = await findOrInstall();
programs.REBOND_TEST_SERVERS = await installServers(findCompiler);
const folder = mkdtempSync(join(tmpdir(), "rebond-counts-"));
const countsFile = join(folder, "counts.json");
const exitCode = runVitest();
const counts = readCounts();
rmSync(folder, { recursive: true, force: true });
process.exitCode = report(counts, exitCode);

function runVitest() {
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const reporters = ["--reporter=default", "--reporter=./.ci/counted-reporter.mjs"];
  const args = [vitest, "run", "--config", "tests/vitest.config.ts", ...reporters];
  const env = { ...process.env, ...programs, REBOND_TEST_COUNTS: countsFile };
  return spawnSync(process.execPath, [...args, ...process.argv.slice(2)], {
    cwd: root,
    env,
    stdio: ["ignore", "inherit", "inherit"],
  }).status;
}

function readCounts() {
  try {
    return JSON.parse(readFileSync(countsFile, "utf8"));
  } catch {
    console.log("The tests ended without a result.");
    return { passed: 0, failed: 1, skipped: [] };
  }
}

function report({ passed, failed, skipped }, status) {
  for (const { name, note } of skipped)
    console.log(`skipped: ${name}: ${note ?? "no reason given"}`);
  if (passed + failed === 0) console.log("No test ran: that is a failure.");
  console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  return status === 0 && failed === 0 && passed > 0 ? 0 : 1;
}
