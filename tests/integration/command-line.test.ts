/** What a person at the machine can do: each verb as it is typed, what it prints, and where it says what is wrong. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { programOf } from "../harness/programs.ts";
import { setStage, type Stage } from "../harness/stage.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const program = programOf("cli");
type Said = { code: number | null; out: string; err: string };
let stage: Stage;

beforeAll(async () => {
  stage = await setStage("postgres");
});
afterAll(() => stage?.close());

/** Runs a verb with `input` piped into it, and nothing after. */
function type(words: string[], input = "", env: Record<string, string> = {}): Promise<Said> {
  return run(process.execPath, [...program, ...words], { input, env });
}

/** `after`: the input waits until the program has said so much. */
function run(
  file: string,
  words: string[],
  { input, after, env }: { input: string; after?: string; env?: Record<string, string> },
): Promise<Said> {
  const { desk } = stage;
  const child = spawn(file, words, {
    cwd: root,
    env: { ...desk.env, PORT: String(desk.port), ...env },
    timeout: 45_000,
  });
  let [out, err] = ["", ""];
  // A program that ends without reading leaves the pipe broken: that is its right.
  child.stdin.on("error", () => undefined);
  if (after === undefined) child.stdin.end(input);
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
    if (after !== undefined && !child.stdin.writableEnded && out.includes(after))
      child.stdin.end(input);
  });
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject).once("close", (code) => resolve({ code, out, err }));
  });
}

const options = {
  network: "rehearsal",
  handle: "invite.fr",
  name: "Le compte invité",
  locales: "fr,en",
  realm: "rehearsal",
  wears: "bluesky",
};
function link(changes: { [Name in keyof typeof options | "service"]?: string | null }): string[] {
  const given = Object.entries({ ...options, ...changes }).filter(([, value]) => value !== null);
  return ["account", "link", ...given.flatMap(([name, value]) => [`--${name}`, value!])];
}
const isLinked = (handle: string) =>
  stage.screen.state!.accounts.some((each) => each.handle === handle);

test("the mode is changed by a word, and every console sees it", async () => {
  expect(await type(["mode", "off"])).toEqual({ code: 0, out: "off\n", err: "" });
  await stage.screen.until("the desk is off", (self) => self.state!.campaign.mode === "off");
  expect(await type(["mode", "rehearsal"])).toMatchObject({ code: 0, out: "rehearsal\n" });
  await stage.screen.until("it rehearses", (self) => self.state!.campaign.mode === "rehearsal");
  expect(await type(["mode", "live"])).toEqual({
    code: 2,
    out: "",
    err: "mode off|rehearsal|onAir\n",
  });
});

test("an account is linked with the secret piped in, is on every console, and the secret is never said", async () => {
  const linked = await type(link({}), `${stage.network.token}\n`);
  expect(linked).toMatchObject({ code: 0, err: "" });
  expect(linked.out).toMatch(/^[0-9a-f-]{36}\tinvite\.fr\trehearsal\n$/);
  await stage.screen.until("it is on the console", () => isLinked("invite.fr"));
  const { out } = await type(["account", "list"]);
  expect(out.split("\n")).toContain(
    "rehearsal as Bluesky\tinvite.fr\tLe compte invité\tfr,en\trehearsal\t–",
  );
  const listed = await type(["account", "list", "--json"]);
  expect(JSON.parse(listed.out)).toHaveLength(5);
  for (const said of [linked, listed])
    expect(JSON.stringify(said)).not.toContain(stage.network.token);
});

test("a secret the network does not take links nothing, and the network's words are shown", async () => {
  const refused = await type(link({ handle: "refuse.fr" }), "not-the-token\n");
  expect(refused).toMatchObject({ code: 2, out: "" });
  expect(refused.err).toContain("refuse.fr: the network refused the credentials");
  const silent = await type(link({ handle: "refuse.fr" }), `${stage.network.token}\n`, {
    REBOND_REHEARSAL_URL: "http://127.0.0.1:9",
  });
  expect(silent).toMatchObject({ code: 2, out: "" });
  expect(silent.err).toContain("refuse.fr: the network could not be asked");
  expect(isLinked("refuse.fr")).toBe(false);
});

const mistakes = [
  [link({ handle: null }), "any", "--handle is missing"],
  [link({ network: "mastodon" }), "any", "--network: "],
  [link({ locales: "fr,de" }), "any", "--locales: "],
  [link({ realm: "live" }), "any", "--realm: "],
  [link({ service: "http://example.org" }), "any", "--service: "],
  [link({}), "", "the secret is read from standard input, and nothing came"],
  [[...link({}), "--secret", "s3cret"], "", "Unknown option '--secret'"],
  [["hold", "--account", "nobody"], "", "--account: there is no such account; there are "],
  [["hold", "--account", "soiree.fr", "--campaign"], "", "--campaign or --account, not both"],
  [["hold", "soiree.fr"], "", "“soiree.fr” is no part of it"],
  [["release", "--account"], "", "--account"],
  [["rehearsal", "fault", "gremlins"], "", 'there is no fault "gremlins"; there are:\n  slow'],
  [
    ["rehearsal", "fault", "slow", "--account", "nobody"],
    "",
    "--account: the rehearsal network has",
  ],
  [["rehearsal", "fault", "slow", "--times", "0"], "", "--times: 1 to 10000"],
  [
    ["rehearsal", "fault", "refuse", "--seconds", "3"],
    "",
    "only slow, lateAccept and rateLimit take a time",
  ],
] as const;

test.for(mistakes.map(([words, input, sentence]) => ({ words: [...words], input, sentence })))(
  "a mistake in the command is answered with what to mend: “$sentence”",
  async (mistake) => {
    const { words, input, sentence } = mistake;
    const said = await type(words, input);
    expect(said.err).toContain(sentence);
    expect(said).toMatchObject({ out: "" });
    expect(said.code).toBeGreaterThan(0);
  },
);

test("the rehearsal network is told to misbehave, says what is still to come, and behaves again", async () => {
  const words = ["rehearsal", "fault", "slow", "--account", "soiree.fr", "--times", "2"];
  expect(await type([...words, "--seconds", "1.5"])).toMatchObject({
    code: 0,
    out: "slow: @soiree.fr, 2 more, 1.5 s\n",
  });
  expect(await stage.network.faults()).toMatchObject([
    { kind: "slow", handle: "soiree.fr", times: 2, waitMs: 1500 },
  ]);
  expect(await type(["rehearsal", "fault", "silent"])).toMatchObject({
    out: "silent: every account, until cleared\n",
  });
  expect(await type(["rehearsal", "fault"])).toMatchObject({
    out: "silent: every account, until cleared\n",
  });
  expect(await type(["rehearsal", "fault", "none"])).toMatchObject({
    code: 0,
    out: "the rehearsal network behaves\n",
  });
  expect(await stage.network.faults()).toEqual([]);
  const away = await type(["rehearsal", "fault"], "", {
    REBOND_REHEARSAL_URL: "http://127.0.0.1:9",
  });
  expect(away).toMatchObject({ code: 1, out: "" });
  expect(away.err).toContain("does not answer at http://127.0.0.1:9: is the desk running?");
});

const heldNow = () =>
  stage.screen
    .state!.holds.filter(({ held }) => held)
    .map(({ scope, scopeId }) => {
      const account = stage.screen.state!.accounts.find(({ id }) => id === scopeId);
      return account?.handle ?? scope;
    })
    .toSorted();
type StatusSaid = {
  held: boolean;
  holds: { scope: string; account: string | null; by: string; reason: string | null }[];
  deliveries: Record<string, number>;
  workers: unknown[];
};

test("everything, the campaign or one account is held by a word, the glance says by whom, and each is lifted by itself", async () => {
  const { screen } = stage;
  expect(await type(["hold", "--account", "soiree.fr"])).toMatchObject({ code: 0, err: "" });
  await screen.until("one is held", () => heldNow().join() === "soiree.fr");
  const glance = await type(["status"]);
  expect(glance.out).toMatch(/^held: @soiree\.fr, by command line since 20\S+Z$/m);
  expect(glance.out).not.toContain("HELD");
  expect(await type(["hold", "--campaign"])).toMatchObject({ code: 0 });
  const held = await type(["hold"]);
  expect(JSON.parse(held.out)).toMatchObject({ alreadyLeaving: [] });
  await screen.until("all are held", () => heldNow().join() === "campaign,global,soiree.fr");
  const status = JSON.parse((await type(["status", "--json"])).out) as StatusSaid;
  expect(status).toMatchObject({ held: true, deliveries: {} });
  expect(status.holds.map(({ scope, account }) => account ?? scope).toSorted()).toEqual(heldNow());
  expect(await type(["release"])).toMatchObject({ code: 0 });
  expect(await type(["release", "--campaign"])).toMatchObject({ code: 0 });
  await screen.until("one is left", () => heldNow().join() === "soiree.fr");
  const lifted = await type(["release", "--account", "soiree.fr", "--network", "rehearsal"]);
  expect(JSON.parse(lifted.out)).toMatchObject({ missed: [] });
  await screen.until("none is left", () => heldNow().length === 0);
}, 180_000);

test("the glance counts what is in doubt, and says when no worker is there", async () => {
  const { out } = await type(["status"]);
  expect(out).toMatch(/^in doubt 0 looked for, 0 waiting for a person$/m);
  expect(out).toMatch(/^workers? /m);
  const { workers } = JSON.parse((await type(["status", "--json"])).out) as StatusSaid;
  expect(Array.isArray(workers)).toBe(true);
});

test("a reader that has seen enough, as in a pipe to head, is no error", async () => {
  const { desk } = stage;
  const child = spawn(process.execPath, [...program, "audit", "list"], {
    cwd: root,
    env: { ...desk.env, PORT: String(desk.port) },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 45_000,
  });
  child.stdout.destroy();
  let err = "";
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect({ code, err }).toEqual({ code: 0, err: "" });
});

test("a secret typed at a terminal does not show", async ({ skip }) => {
  skip(process.platform !== "linux", "script(1) is called differently here");
  const words = [process.execPath, ...program, ...link({ handle: "tapé.fr" })];
  const line = words.map((word) => `'${word}'`).join(" ");
  const typed = await run("script", ["-qec", line, "/dev/null"], {
    input: `wrong\u007f\u007f\u007f\u007f\u007f${stage.network.token}\r`,
    after: "(app password or token): ",
  });
  expect(typed.out).toContain("Secret of tapé.fr");
  expect(typed.out).toContain("tapé.fr\trehearsal");
  expect(typed.out).not.toContain(stage.network.token);
  expect(typed.code).toBe(0);
});

const how = ["--format", "rebond", "--connector", "poll", "--every", "5"];

test("a feed is added with its key piped in, listed, muted and heard again", async () => {
  const address = ["--address", "https://provider.example/live"];
  const added = await type(["feed", "add", "typed", ...how, ...address, "--key"], "Bearer typed\n");
  expect(added).toMatchObject({ code: 0, out: "typed\n" });
  const listed = async () => (await type(["feed", "list"])).out.split("\n");
  const row = "typed\trebond\tpoll\thttps://provider.example/live";
  expect(await listed()).toContainEqual(expect.stringContaining(row));
  expect(await type(["feed", "mute", "typed"])).toMatchObject({ code: 0, out: "typed\tmuted\n" });
  expect(await listed()).toContainEqual(expect.stringContaining(`${row}\tmuted`));
  expect(await type(["feed", "unmute", "typed"])).toMatchObject({ out: "typed\theard\n" });
  const seen = () => stage.screen.state?.feeds.find(({ name }) => name === "typed");
  await stage.screen.until("it is on every console", () => seen()?.muted === false);
  expect(seen()).toMatchObject({ everyMs: 5000, hasKey: true });
  expect(JSON.stringify(stage.screen.state)).not.toContain("Bearer typed");
});

test("a new feed that is sent to us answers its secret; what is wrong with one is named by its option", async () => {
  const hook = await type(["feed", "add", "hook", "--format", "rebond"]);
  expect(hook.out).toMatch(/^whsec_\S{40,}\n$/);
  expect((await type(["feed", "secret", "hook"])).out).toBe(hook.out);
  const inside = await type([
    "feed",
    "add",
    "inside",
    ...how,
    "--address",
    "http://169.254.169.254/",
  ]);
  expect(inside).toMatchObject({ code: 2, err: expect.stringMatching(/^--address: 169\.254/) });
  const odd = await type(["feed", "add", "odd", "--format", "morse"]);
  expect(odd).toMatchObject({ code: 2, err: expect.stringContaining("--format") });
  expect(await type(["feed", "mute", "nobody"])).toMatchObject({ code: 2 });
});

test("the mode can be changed, and an account held, while the web process is down", async () => {
  await stage.desk.leave();
  expect(await type(["mode", "off"])).toMatchObject({ code: 0, out: "off\n" });
  expect(await type(["hold", "--account", "soiree.fr"])).toMatchObject({ code: 0 });
  const status = JSON.parse((await type(["status", "--json"])).out) as unknown;
  expect(status).toMatchObject({
    mode: "off",
    held: false,
    holds: [{ scope: "account", account: "soiree.fr", reason: null }],
  });
  expect(await type(["release", "--account", "soiree.fr"])).toMatchObject({ code: 0 });
});
