/**
 * The programs tests start, compiled once for all of them as `npm start` compiles them: a test run starts a hundred
 * processes, and loading the sources one by one would cost each of them two seconds.
 */
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

const variable = "REBOND_TEST_PROGRAMS";
const names = ["main", "cli"] as const;
export type ProgramName = (typeof names)[number] | "rehearsal/network";

/** Compiles them; the returned function removes them. Called once, before the first test. */
export async function compilePrograms(): Promise<() => Promise<void>> {
  const { compileWithBeside } = (await import(
    new URL("../../server/boot.mjs", import.meta.url).href
  )) as { compileWithBeside: (entryPoints: string[], outdir: string) => Promise<void> };
  const folder = fileURLToPath(
    new URL(`../../node_modules/.cache/rebond/tests-${process.pid}`, import.meta.url),
  );
  // Which tells the desk's own variables, too: what it starts beside itself is what the tests compiled.
  await compileWithBeside(
    names.map((name) => `server/${name}.ts`),
    folder,
  );
  process.env[variable] = folder;
  return () => rm(folder, { recursive: true, force: true });
}

/** What to give Node to run a program of the server. */
export function programOf(name: ProgramName): string[] {
  const folder = process.env[variable];
  if (!folder) throw new Error("the programs are compiled by the global setup of the tests");
  return ["--enable-source-maps", join(folder, `${name}.mjs`)];
}
