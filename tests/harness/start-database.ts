import { startEmbedded } from "#server/db/embedded.ts";
import { placeFor } from "#server/db/place.ts";
import { findPostmaster } from "#server/db/postmaster.ts";
import { quiet } from "./postgres.ts";

// A desk reduced to its database, in a process of its own that tests can kill.
const dataDir = process.argv[2] ?? "";
const { adopted, url } = await startEmbedded({ dataDir, log: quiet });
const found = await findPostmaster((await placeFor(dataDir, quiet)).data);
process.stdout.write(`${JSON.stringify({ adopted, url, postgresPid: found?.pid })}\n`);
setInterval(() => undefined, 60_000);
