import { compilePrograms } from "./programs.ts";
import { startPostgres } from "./postgres.ts";
import type { TestPostgres } from "./postgres.ts";

let running: TestPostgres | undefined;
let removePrograms: (() => Promise<void>) | undefined;

/** Vitest calls this once before the first test that needs real servers. */
export async function setup(): Promise<void> {
  removePrograms = await compilePrograms();
  running = await startPostgres();
  // Through the environment, so that processes started by tests see it too.
  process.env["REBOND_TEST_PG_URL"] = running.url;
}

/** Vitest calls this after the last test. */
export async function teardown(): Promise<void> {
  await running?.stop();
  await removePrograms?.();
}
