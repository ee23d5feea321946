/** Who is at the desk, and on what: here, on another web process, and after that one was killed. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openConsole, type TestConsole } from "../harness/console.ts";
import { apiToken, type Credential, startDesk } from "../harness/desk.ts";
import { raiseGold } from "../harness/react.ts";
import { setStage, type Stage } from "../harness/stage.ts";
import { signInAs } from "../harness/sign-in-as.ts";

let stage: Stage;
let sana: Credential;
beforeAll(async () => {
  stage = await setStage("postgres");
  sana = await signInAs(stage.desk, { name: "Sana", role: "editor" });
});
afterAll(() => stage?.close());

/** What the newest heartbeat says of somebody; undefined where they are not there. */
const seen = (screen: TestConsole, name: string) =>
  screen.presences.at(-1)?.people.find((each) => each.name === name);

test("a colleague's screen shows on which moment somebody is, and that they write, until they turn away or close it", async () => {
  const { desk, screen } = stage;
  const moment = await raiseGold(desk, screen);
  const theirs = openConsole(desk, sana);
  await screen.until("Sana is there", () => seen(screen, "Sana") !== undefined);
  expect(seen(screen, "Sana")).toMatchObject({ momentId: null, writing: false });
  theirs.attend({ momentId: moment.id, writing: false });
  await screen.until("she looks at it", () => seen(screen, "Sana")?.momentId === moment.id);
  theirs.attend({ momentId: moment.id, writing: true });
  await screen.until("she writes", () => seen(screen, "Sana")?.writing === true);
  theirs.attend({ momentId: null, writing: false });
  await screen.until("she turned away", () => seen(screen, "Sana")?.momentId === null);
  theirs.close();
  await screen.until("she is gone", () => seen(screen, "Sana") === undefined);
});

test("somebody with two screens is one person, where they write", async () => {
  const { desk, screen } = stage;
  const [one, other] = [await raiseGold(desk, screen), await raiseGold(desk, screen)];
  const screens = [openConsole(desk, sana), openConsole(desk, sana)];
  screens[0]!.attend({ momentId: one.id, writing: true });
  screens[1]!.attend({ momentId: other.id, writing: false });
  await screen.until("she writes", () => seen(screen, "Sana")?.writing === true);
  expect(seen(screen, "Sana")?.momentId).toBe(one.id);
  expect(screen.presences.at(-1)?.people.filter(({ name }) => name === "Sana")).toHaveLength(1);
  for (const each of screens) each.close();
  await screen.until("she is gone", () => seen(screen, "Sana") === undefined);
});

test("what is not understood is not told, and costs its console nothing", async () => {
  const { desk, screen } = stage;
  const theirs = openConsole(desk, sana);
  await screen.until("Sana is there", () => seen(screen, "Sana") !== undefined);
  const before = screen.presences.length;
  theirs.attend({ momentId: "everything", writing: "yes" } as never);
  theirs.attend({ momentId: null, writing: true, words: "never told" } as never);
  const moment = await raiseGold(desk, screen);
  theirs.attend({ momentId: moment.id, writing: false });
  await screen.until("the right one is told", () => seen(screen, "Sana")?.momentId === moment.id);
  const told = screen.presences.slice(before);
  expect(told.some(({ people }) => people.some(({ writing }) => writing))).toBe(false);
  expect(JSON.stringify(told)).not.toContain("never told");
  expect(theirs.cuts).toBe(0);
  theirs.close();
});

test("people on another web process are there too, and are gone soon after it was killed", async () => {
  const { desk, cookie, screen } = stage;
  const moment = await raiseGold(desk, screen);
  const token = await apiToken(desk, cookie, "editor");
  const second = await startDesk({
    database: desk.databaseUrl,
    roles: "web",
    env: { REBOND_KEK: desk.env["REBOND_KEK"]! },
  });
  const name = "test editor";
  const theirs = openConsole(second, token);
  theirs.attend({ momentId: moment.id, writing: true });
  await screen.until("they write", () => seen(screen, name)?.writing === true);
  expect(seen(screen, name)?.momentId).toBe(moment.id);
  await theirs.until("they see who is here", () => seen(theirs, "Admin") !== undefined);
  await second.kill9();
  await screen.until("they are gone", () => seen(screen, name) === undefined);
  theirs.close();
  await second.stop();
});
