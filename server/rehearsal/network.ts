/**
 * The rehearsal network: a service of its own, in a process of its own, with a bearer token and a public page. It stands
 * where a real network stands, so that nothing in the desk knows the difference. Settings: NETWORK_PORT, NETWORK_TOKEN,
 * NETWORK_FILE (its posts; accounts, drafts, calls and pictures are kept beside). It ends when its standard input closes, so that it
 * never outlives the desk that started it.
 */
import { dirname, join } from "node:path";
import { z } from "zod";
import { openCalls } from "./calls.ts";
import { openDrafts } from "./drafts.ts";
import { createFaults } from "./faults.ts";
import { createKeys } from "./keys.ts";
import { createHanging } from "./misbehave.ts";
import { openPictureFiles } from "./picture-files.ts";
import { openRegistered } from "./registered.ts";
import { createNetwork } from "./routes.ts";
import { openTimeline } from "./timeline.ts";

const settings = z
  .object({
    NETWORK_PORT: z.coerce.number().int(),
    NETWORK_TOKEN: z.string().min(16),
    NETWORK_FILE: z.string().min(1),
  })
  .parse(process.env);
const folder = dirname(settings.NETWORK_FILE);
const hanging = createHanging();
const timeline = openTimeline(settings.NETWORK_FILE);
let base = "";
const app = createNetwork({
  token: settings.NETWORK_TOKEN,
  timeline,
  drafts: openDrafts(join(folder, "drafts.jsonl")),
  keys: createKeys(timeline),
  calls: openCalls(join(folder, "calls.jsonl")),
  accounts: openRegistered(join(folder, "accounts.jsonl")),
  pictures: openPictureFiles(join(folder, "pictures")),
  faults: createFaults(() => hanging.letGo()),
  hanging,
  base: () => base,
});

/** The desk that ran before us may still be leaving this port: wait a little, then say so. */
function listen(attempt: number): void {
  const server = app.listen(settings.NETWORK_PORT, "127.0.0.1");
  server.once("listening", () => {
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : settings.NETWORK_PORT;
    base = `http://127.0.0.1:${port}`;
    process.stdout.write(`listening ${base}\n`);
  });
  server.once("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EADDRINUSE" && attempt < 40) setTimeout(() => listen(attempt + 1), 100);
    else {
      process.stderr.write(
        `the rehearsal network cannot listen on port ${settings.NETWORK_PORT}: ${error.message}\n`,
      );
      process.exit(1);
    }
  });
}
listen(0);
process.stdin.on("end", () => process.exit(0)).resume();
// Ctrl C reaches every process of a terminal: the desk still posts what is under way, and then lets go of us.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => undefined);
