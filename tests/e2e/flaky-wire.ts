/** A wire between the browser and the desk that a test can make silent, as a dead network is: nothing is refused, nothing arrives. */
import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";

export type FlakyWire = {
  readonly port: number;
  /** Where the bytes go. */
  reach: (port: number) => void;
  cut: () => void;
  mend: () => void;
  close: () => Promise<void>;
};

export async function layWire(): Promise<FlakyWire> {
  let target = 0;
  let silent = false;
  const ends = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target, "127.0.0.1");
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(end);
      end.on("error", () => other.destroy());
      end.on("close", () => {
        ends.delete(end);
        // What was carried to the other end still has to leave it.
        other.end();
      });
    }
    const carry = (to: Socket) => (bytes: Buffer) => {
      if (!silent) to.write(bytes);
    };
    near.on("data", carry(far));
    far.on("data", carry(near));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const drop = (): void => ends.forEach((end) => end.destroy());
  return {
    port: (server.address() as AddressInfo).port,
    reach: (port) => {
      target = port;
    },
    cut: () => {
      silent = true;
    },
    mend: () => {
      // What was swallowed is lost: those connections are of no use any more.
      drop();
      silent = false;
    },
    close: () => {
      drop();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
