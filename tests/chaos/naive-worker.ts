/** A worker without a gate, a fence or a record: what a job asks for is sent, and sent again when that seems to fail. */
import { randomUUID } from "node:crypto";
import { type Manner, mannerOf } from "#shared/networks.ts";
import { type NaiveJob, type Place, startNaiveWorker } from "./naive-queue.ts";

const { NAIVE_NETWORK: network = "", NAIVE_TOKEN: token = "" } = process.env;
const { NAIVE_REDIS: redisUrl, NAIVE_DATABASE: databaseUrl = "" } = process.env;
const deadlineMs = Number(process.env["NAIVE_DEADLINE"]);
const place: Place = redisUrl ? { redisUrl } : { databaseUrl };

async function send({ handle, wears, text }: NaiveJob): Promise<void> {
  const manner = mannerOf({ network: "rehearsal", wears });
  const [method, path] = postOf(manner);
  const body = { text, language: "fr", media: [] };
  const answer = await ask(method, `/v1/accounts/${handle}${path}`, body);
  if (answer.status === 401) await ask("PUT", `/v1/accounts/${handle}`, { wears });
  if (!answer.ok) throw new Error(`the network answered ${answer.status}`);
  await answer.json();
}

/** A key made at each send is what such tools have. */
function postOf(manner: Manner): ["POST" | "PUT", string] {
  return manner === "recordKey" ? ["PUT", `/posts/${randomUUID()}`] : ["POST", "/posts"];
}

function ask(method: string, path: string, body: object): Promise<Response> {
  return fetch(`${network}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(deadlineMs),
  });
}

startNaiveWorker(place, send);
process.stdout.write("ready\n");
