/** Strikes as the script says, and keeps account of what was struck. */
import { type Blow, type Script } from "./script.ts";
import { pause, type Workers } from "./workers.ts";

export type Struck = { kills: number; freezes: number; flushes: number; restarts: number };
/** What can be struck. */
export type Struckable = {
  workers: Workers;
  flush: () => Promise<boolean>;
  restartPostgres: () => Promise<void>;
};

/** Resolves when the last blow has fallen and all workers work again. */
export async function storm(
  { workers, flush, restartPostgres }: Struckable,
  { blows }: Pick<Script, "blows">,
  beginsAt: number,
): Promise<Struck> {
  const struck = { flushes: 0, restarts: 0 };
  // What takes its time keeps no later blow waiting.
  const slow: Promise<void>[] = [];
  const strike = (blow: Blow): void => {
    switch (blow.kind) {
      case "kill":
        workers.kill(blow.pick);
        return;
      case "stop":
        workers.freeze(blow.pick, blow.forMs);
        return;
      case "flush":
        slow.push(
          flush().then((done) => {
            if (done) struck.flushes += 1;
          }),
        );
        return;
      case "restartPostgres":
        slow.push(
          restartPostgres().then(() => {
            struck.restarts += 1;
          }),
        );
        return;
    }
  };
  for (const blow of blows) {
    await pause(beginsAt + blow.atMs - Date.now());
    strike(blow);
  }
  await Promise.all(slow);
  await workers.calm();
  return { kills: workers.kills, freezes: workers.freezes, ...struck };
}
