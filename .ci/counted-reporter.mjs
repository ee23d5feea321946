import { writeFileSync } from "node:fs";

/** Writes what ran, file by file, as JSON to the file named by REBOND_TEST_COUNTS: test.mjs prints the sum last. */
class CountedReporter {
  onTestRunEnd(modules, unhandledErrors) {
    // An error outside any test belongs to no file.
    const counts = { stray: unhandledErrors.length, files: modules.map(countModule) };
    writeFileSync(process.env.REBOND_TEST_COUNTS, JSON.stringify(counts));
  }
}

function countModule(module) {
  const file = { name: module.relativeModuleId, passed: 0, failed: [], skipped: [] };
  for (const test of module.children.allTests()) {
    const { state, note } = test.result();
    const name = `${module.relativeModuleId} > ${test.fullName}`;
    if (state === "passed") file.passed += 1;
    else if (state === "skipped") file.skipped.push({ name, note });
    // Failed, or still running when its process died.
    else file.failed.push(name);
  }
  // A file that cannot load, or a suite whose setup fails, has no failed test of its own.
  if (module.state() === "failed" && file.failed.length === 0) file.failed.push(file.name);
  return file;
}

export default CountedReporter;
