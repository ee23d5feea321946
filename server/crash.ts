/** Crash points: places where a test kills the process, or freezes it, for real. They exist only when NODE_ENV is test. */
export type CrashPoint = "beforeClaim" | "afterClaim" | "afterGate" | "afterAccept";
export type Crash = (point: CrashPoint) => void;

/**
 * `at`: the name of a point, where it dies at once as a power cut would; or `point:ms`, where the first that comes by keeps
 * the event loop busy for so long, as runaway code would, and then goes on.
 */
export function createCrash(at: string | undefined): Crash {
  const [where, forMs] = at?.split(":") ?? [];
  let blocked = false;
  return (point) => {
    if (point !== where) return;
    if (forMs === undefined) process.kill(process.pid, "SIGKILL");
    if (blocked) return;
    blocked = true;
    const until = performance.now() + Number(forMs);
    while (performance.now() < until);
  };
}
