// A real Bluesky server (PDS) and the PLC directory it registers its accounts with, as one process of a test.
// usage: node pds.mjs FOLDER [PORT]; prints {"url","plcUrl"} once it answers, and ends when its input closes.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { serversFolder } from "./install.mjs";

const [folder, askedPort] = process.argv.slice(2);
// Read as the libraries load; REBOND_TEST_PDS_LOG=info shows what the server says.
process.env.LOG_LEVEL = process.env.REBOND_TEST_PDS_LOG ?? "silent";
process.env.LOG_DESTINATION = "2";
process.env.LOG_ENABLED = String(process.env.LOG_LEVEL !== "silent");

if (!existsSync(serversFolder())) {
  console.error("The Bluesky server is not installed yet: `npm test` does it, at its start.");
  process.exit(1);
}
const load = createRequire(join(serversFolder(), "package.json"));
const { PlcServer, Database } = load("@did-plc/server");
const { PDS, envToCfg, envToSecrets } = load("@atproto/pds");

process.stdin.on("close", () => process.exit()).resume();
const plc = PlcServer.create({ db: Database.mock() });
const plcUrl = `http://127.0.0.1:${await listen(plc, 0)}`;
const port = Number(askedPort ?? (await freePort()));
await startPds(port);
console.log(JSON.stringify({ url: `http://127.0.0.1:${port}`, plcUrl }));

async function startPds(port) {
  const env = environment(port);
  mkdirSync(env.blobstoreDiskLocation, { recursive: true });
  const server = await PDS.create(envToCfg(env), envToSecrets(env));
  const ownDomain = env.serviceHandleDomains[0];
  // Handles of a test exist in no DNS: the server itself is asked, as DNS would say.
  server.ctx.idResolver.handle.resolve = async (handle) => {
    if (!handle.endsWith(ownDomain)) return undefined;
    return (await server.ctx.accountManager.getAccount(handle))?.did;
  };
  plc.app.get("/commits/:did", async (request, response) => {
    response.json(await commitsOf(server, request.params.did));
  });
  await listen(server, port);
  return server;
}

function environment(port) {
  return {
    port,
    hostname: "localhost",
    serviceHandleDomains: [".test"],
    didPlcUrl: plcUrl,
    dataDirectory: folder,
    blobstoreDiskLocation: join(folder, "blobs"),
    blobstoreDiskTmpLocation: join(folder, "blobs-arriving"),
    devMode: true,
    disableSsrfProtection: true,
    inviteRequired: false,
    jwtSecret: secret("sessions"),
    dpopSecret: secret("dpop"),
    adminPassword: secret("admin"),
    plcRotationKeyK256PrivateKeyHex: secret("rotation"),
  };
}

/** The same at every start, so that sessions and accounts outlive a restart. */
function secret(purpose) {
  return createHash("sha256").update(`rebond tests ${purpose}`).digest("hex");
}

/** Every commit to a repository, in order, from the log the server sends to its subscribers. */
function commitsOf(server, did) {
  return server.ctx.sequencer.db.db
    .selectFrom("repo_seq")
    .select(["seq", "sequencedAt as at"])
    .where("did", "=", did)
    .where("eventType", "=", "append")
    .orderBy("seq")
    .execute();
}

/** Both servers would listen on every address of the machine. */
async function listen(server, port) {
  const { app } = server;
  app.listen = (_port) => createServer(app).listen(port, "127.0.0.1");
  return (await server.start()).address().port;
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
