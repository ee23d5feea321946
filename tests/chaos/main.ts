/** `npm run -s chaos -- --seed N --minutes M`: breaks everything at once, and prints one JSON line of what came of it. */
import { compilePrograms } from "../harness/programs.ts";
import { compileQuickProgram } from "./quick-program.ts";
import { type Options, readOptions, usage } from "./options.ts";
import { runNaive } from "./naive.ts";
import { run } from "./run.ts";
import { holds } from "./verdict.ts";

const options = read();
const closing: (() => Promise<unknown>)[] = [];
const say = (text: string): void => void process.stderr.write(`${text}\n`);
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => {
    leave(130).catch(() => process.exit(130));
  });
const began = Date.now();
closing.push(await compilePrograms());
closing.push(await compileQuickProgram());
try {
  await leave((await (options.naive ? naive() : storm())) ? 0 : 1);
} catch (error) {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  await leave(1);
}

async function storm(): Promise<boolean> {
  const { unexpected, ...outcome } = await run(options, { note, onClose });
  for (const history of unexpected) say(history);
  print({ ...outcome, unexpected: unexpected.length });
  return outcome.audited && holds({ ...outcome, unexpected });
}

/** Doubles are what it is run for. */
async function naive(): Promise<boolean> {
  const outcome = await runNaive(options, { note, onClose });
  print({ naive: true, ...outcome });
  return outcome.doubled > 0;
}

function print(outcome: object): void {
  const { seed, backend, minutes } = options;
  const seconds = Math.round((Date.now() - began) / 1000);
  process.stdout.write(`${JSON.stringify({ seed, backend, minutes, ...outcome, seconds })}\n`);
}

function note(text: string): void {
  say(`${String(Math.round((Date.now() - began) / 1000)).padStart(4)} s  ${text}`);
}

function onClose(close: () => Promise<unknown>): void {
  closing.push(close);
}

/** In reverse order of opening; one that fails does not keep the others open. */
async function leave(code: number): Promise<void> {
  for (const close of closing.splice(0).toReversed())
    await close().catch((error: unknown) => say(String(error)));
  process.exit(code);
}

function read(): Options {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
    process.exit(2);
  }
}
