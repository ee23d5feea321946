/** Socket.IO with nothing around it: sends each batch it is given to whoever is there, at once. */
import { createServer } from "node:http";
import { parentPort } from "node:worker_threads";
import { Server } from "socket.io";

const http = createServer();
const io = new Server(http, { transports: ["websocket"], serveClient: false });
parentPort.on("message", (changes) => io.emit("changes", { changes }));
http.listen(0, "127.0.0.1", () => parentPort.postMessage({ port: http.address().port }));
