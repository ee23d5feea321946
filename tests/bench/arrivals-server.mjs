/** A network that only notes when each post reached it, by the machine's monotonic clock, which every process shares. */
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";

const place = /^\/v1\/accounts\/[^/]+\/posts\/([^/?]+)$/;
const came = new Set();
/** Told together: a message for each would be work at the very instant that is measured. */
let untold = [];
setInterval(() => {
  if (untold.length > 0) process.send(untold.splice(0));
}, 50);

const server = createServer((request, response) => {
  const at = Number(process.hrtime.bigint()) / 1e6;
  const key = place.exec(request.url ?? "")?.[1];
  if (key && request.method === "PUT" && !came.has(key)) {
    came.add(key);
    untold.push({ key, at });
  }
  request.resume().on("end", () => {
    if (key) return answer(response, came.has(key) ? 200 : 404, receipt(key));
    // Some networks give a post its name themselves.
    if (request.url?.endsWith("/posts")) return answer(response, 200, receipt(randomUUID(), true));
    // Signing in, and uploading a picture.
    answer(response, 200, { ok: true, id: "1" });
  });
});
server.listen(0, "127.0.0.1", () => process.send({ port: server.address().port }));
process.on("disconnect", () => process.exit(0));

function receipt(key, isThere = came.has(key)) {
  return {
    id: key,
    key,
    url: `http://127.0.0.1:${server.address().port}/posts/${key}`,
    createdAt: new Date().toISOString(),
    ...(isThere ? {} : { error: "postNotFound", message: "no post has this key" }),
  };
}

function answer(response, status, body) {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
