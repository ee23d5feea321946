/** Crash points: places where a test kills the process for real. They exist only when NODE_ENV is test. */
export type CrashPoint = "afterClaim" | "afterGate" | "afterAccept";
export type Crash = (point: CrashPoint) => void;

/** Dies at once, as a power cut would, when execution reaches the point named `at`. */
export function createCrash(at: string | undefined): Crash {
  return (point) => {
    if (point === at) process.kill(process.pid, "SIGKILL");
  };
}
