/** Estimates the server's clock from heartbeats. A heartbeat is never early, so the largest of the recent offsets is the truest. */
const samplesKept = 20;

/** Returns a function that takes a server instant just received and answers the offset to add to this console's clock, ms. */
export function createOffset(now: () => number): (serverAt: number) => number {
  let samples: number[] = [];
  return (serverAt) => {
    samples = [...samples.slice(1 - samplesKept), serverAt - now()];
    return Math.max(...samples);
  };
}
