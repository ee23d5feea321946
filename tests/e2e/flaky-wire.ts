/** A wire between the browser and the desk that a test can make silent, as a dead network is: nothing is refused, nothing arrives. */
import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";

export type FlakyWire = {
  readonly port: number;
  /** Where the bytes go. */
  reach: (port: number) => void;
  cut: () => void;
  /** What the browser says still arrives; it hears nothing any more. */
  deafen: () => void;
  mend: () => void;
  close: () => Promise<void>;
};

export async function layWire(): Promise<FlakyWire> {
  let target = 0;
  let silent = false;
  let deaf = false;
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
    near.on("data", (bytes: Buffer) => {
      if (!silent) far.write(bytes);
    });
    far.on("data", (bytes: Buffer) => {
      if (!silent && !deaf) near.write(bytes);
    });
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
    deafen: () => {
      deaf = true;
    },
    mend: () => {
      // What was swallowed is lost: those connections are of no use any more.
      drop();
      silent = false;
      deaf = false;
    },
    close: () => {
      drop();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
