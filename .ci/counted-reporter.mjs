import { writeFileSync } from "node:fs";

/** Writes what ran, as JSON, to the file named by REBOND_TEST_COUNTS: test.mjs prints it last. */
class CountedReporter {
  onTestRunEnd(modules, unhandledErrors) {
    // An error outside any test is a failure that belongs to no test: it counts as one.
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: [] };
    for (const module of modules) countModule(module, counts);
    writeFileSync(process.env.REBOND_TEST_COUNTS, JSON.stringify(counts));
  }
}

function countModule(module, counts) {
  let failedInside = 0;
  for (const test of module.children.allTests()) {
    const { state, note } = test.result();
    if (state === "passed") counts.passed += 1;
    else if (state === "skipped")
      counts.skipped.push({ name: `${module.relativeModuleId} > ${test.fullName}`, note });
    // Failed, or still running when its process died.
    else failedInside += 1;
  }
  // A file that cannot load, or a suite whose setup fails, has no failed test of its own.
  if (module.state() === "failed" && failedInside === 0) failedInside = 1;
  counts.failed += failedInside;
}

export default CountedReporter;
