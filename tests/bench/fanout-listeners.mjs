/** Many consoles in one thread, as cheap as can be: what they are sent is not parsed, only the last seq of a frame is looked at. */
import { parentPort, workerData } from "node:worker_threads";
import { WebSocket } from "undici";

const { url, headers, auth, listeners } = workerData;
const address = `${url.replace(/^http/, "ws")}/socket.io/?EIO=4&transport=websocket`;
/** Per listener: `[seq up to which it has heard, when]`. */
const heard = [];
const batch = 50;

/** Engine.IO opens, Socket.IO connects, pings are answered; every event is a frame of changes. */
function listen() {
  return new Promise((resolve, reject) => {
    const frames = [];
    heard.push(frames);
    const socket = new WebSocket(address, { headers });
    socket.addEventListener("error", reject);
    socket.addEventListener("message", ({ data }) => {
      if (data[0] === "0") socket.send(`40${JSON.stringify(auth)}`);
      else if (data[0] === "2") socket.send("3");
      else if (data.startsWith("40")) resolve();
      else if (data.startsWith('42["changes"')) {
        const at = Date.now();
        const seq = lastSeq(data);
        if (seq !== null) frames.push([seq, at]);
      }
    });
  });
}

/** Null for a frame without a change, as a console is sent when it comes back and missed nothing. */
function lastSeq(data) {
  const from = data.lastIndexOf('"seq":');
  return from < 0 ? null : Number.parseInt(data.slice(from + 6, from + 18), 10);
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
  parentPort.postMessage({ kind: "heard", times, missed });
});
