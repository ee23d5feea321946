import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));

// Real servers and browsers run beside the tests, and wait more than they work: one file more at once than a small machine has cores.
const limits = { allowOnly: false, testTimeout: 60_000, hookTimeout: 120_000 };

export default defineConfig({
  root,
  test: {
    pool: "forks",
    maxWorkers: 3,
    teardownTimeout: 30_000,
    projects: [
      { test: { ...limits, name: "unit", root, include: ["tests/unit/**/*.test.{ts,tsx}"] } },
      {
        test: {
          ...limits,
          name: "real",
          root,
          include: ["tests/{integration,e2e}/**/*.test.ts"],
          globalSetup: "tests/harness/global.ts",
        },
      },
    ],
  },
});
