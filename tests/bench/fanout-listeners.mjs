/**
 * Many consoles in one thread, as cheap as can be, for they share the machine with what is measured: bytes of a socket,
 * in which only the last seq is looked for. (A frame cut in two by the network counts when its end is there.)
 */
import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { parentPort, workerData } from "node:worker_threads";

const { url, headers, auth, listeners } = workerData;
const { hostname, port } = new URL(url);
/** Per listener: `[seq up to which it has heard, when]`. */
const heard = [];
const batch = 50;
const seqMark = Buffer.from('"seq":');
/** A text frame that says `2`: Engine.IO asks whether we are there. */
const ping = Buffer.from([0x81, 1, 0x32]);

/** The handshake of HTTP, then Engine.IO opens, Socket.IO connects, and every event is a frame of changes. */
function listen() {
  return new Promise((resolve, reject) => {
    const frames = [];
    heard.push(frames);
    const socket = connect(Number(port), hostname);
    socket.setNoDelay(true).on("error", reject);
    socket.write(upgrade());
    socket.on("data", (bytes) => {
      const at = Date.now();
      const seq = lastSeq(bytes);
      if (seq !== null) frames.push([seq, at]);
      if (bytes.includes(ping)) socket.write(masked("3"));
      if (frames.length > 1) return;
      if (bytes.includes('0{"sid"') && !bytes.includes('40{"sid"'))
        socket.write(masked(`40${JSON.stringify(auth)}`));
      if (bytes.includes('40{"sid"')) resolve();
    });
  });
}

function upgrade() {
  const lines = Object.entries({
    ...headers,
    host: `${hostname}:${port}`,
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": randomBytes(16).toString("base64"),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n${lines.join("")}\r\n`;
}

/** A text frame as a client must send it (RFC 6455 §5.3); no longer than 65 535 bytes. */
function masked(text) {
  const body = Buffer.from(text);
  const length =
    body.length < 126
      ? Buffer.from([0x80 | body.length])
      : Buffer.from([0x80 | 126, body.length >> 8, body.length & 255]);
  const mask = randomBytes(4);
  return Buffer.concat([
    Buffer.from([0x81]),
    length,
    mask,
    body.map((byte, at) => byte ^ mask[at % 4]),
  ]);
}

/** Null where no change is in it, as in what a console is sent that comes back and missed nothing. */
function lastSeq(bytes) {
  const from = bytes.lastIndexOf(seqMark);
  if (from < 0) return null;
  const seq = Number.parseInt(bytes.toString("latin1", from + 6, from + 18), 10);
  return Number.isNaN(seq) ? null : seq;
}

for (let on = 0; on < listeners; on += batch)
  await Promise.all(Array.from({ length: Math.min(batch, listeners - on) }, listen));
parentPort.postMessage({ kind: "on" });

/** Told what was committed when, answers how long each took to each console. */
parentPort.on("message", (committed) => {
  const times = [];
  let missed = 0;
  for (const frames of heard) {
    let frame = 0;
    for (const [seq, at] of committed) {
      while (frame < frames.length && frames[frame][0] < seq) frame += 1;
      if (frame === frames.length) missed += 1;
      else times.push(frames[frame][1] - at);
    }
  }
  parentPort.postMessage({ kind: "heard", times: Float64Array.from(times), missed });
});
