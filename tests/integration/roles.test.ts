import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CommandName, commands } from "#shared/commands.ts";
import { may, roles } from "#shared/roles.ts";
import { openConsole } from "../harness/console.ts";
import {
  apiToken,
  command,
  type Credential,
  type Desk,
  signIn,
  startDesk,
} from "../harness/desk.ts";
import { type DeskRecord, openRecord } from "../harness/record.ts";

/** Who may do what, said again here by hand: a power that is given away in shared/roles.ts by mistake fails this table. */
const editors = ["editor", "producer", "admin"];
const producers = ["producer", "admin"];
const admins = ["admin"];
const allowed: Record<CommandName, readonly string[]> = {
  "moment.claim": editors,
  "moment.keep": editors,
  "moment.release": editors,
  "moment.pass": editors,
  "moment.spot": ["spotter", ...editors],
  "post.preview": editors,
  "post.fire": editors,
  "post.approve": editors,
  "post.undo": editors,
  "post.retract": editors,
  "delivery.sendNow": editors,
  "delivery.reslot": editors,
  "delivery.drop": editors,
  "delivery.cut": producers,
  "delivery.extend": editors,
  "delivery.settle": editors,
  "delivery.history": editors,
  "feed.save": producers,
  "feed.test": producers,
  "feed.mute": producers,
  "feed.testOnly": producers,
  "feed.remove": producers,
  "feed.seen": ["spotter", ...editors],
  "feed.forgetDelay": producers,
  "account.space": producers,
  "account.setUndoWindow": producers,
  "rundown.preview": producers,
  "rundown.import": producers,
  "campaign.lookFor": producers,
  "campaign.setFourEyes": producers,
  "campaign.setSensitiveUndo": producers,
  "campaign.setQuietWindows": producers,
  "campaign.setHouseRules": ["producer", "admin"],
  "campaign.setNotBeforePicture": producers,
  "hold.place": editors,
  "hold.release": producers,
  "template.save": producers,
  "account.link": admins,
  "campaign.setMode": producers,
  "rehearsal.play": producers,
  "token.create": admins,
};
const names = Object.keys(commands) as CommandName[];

let desk: Desk;
let record: DeskRecord;
const credentials = new Map<string, Credential>();
beforeAll(async () => {
  desk = await startDesk({ roles: "web" });
  record = await openRecord(desk);
  const admin = await signIn(desk);
  for (const role of roles) credentials.set(role, await apiToken(desk, admin, role));
});
afterAll(async () => {
  await record?.close();
  await desk?.stop();
});

test("the table of powers gives every command to exactly the roles it is for", () => {
  const given = names.map((name) => [
    name,
    roles.filter((role) => may(role, commands[name].power)),
  ]);
  expect(Object.fromEntries(given)).toEqual(allowed);
});

// An empty input stops an allowed caller at the schema: nothing is done, and the answer tells who got how far.
test.each(names)(
  "%s is refused to every other role, over HTTP and over the socket",
  async (name) => {
    const before = await record.countMade();
    for (const role of roles) {
      const credential = credentials.get(role)!;
      const console = openConsole(desk, credential);
      await console.until("it is on", (self) => self.connected);
      const input = { nothing: "of the kind" } as never;
      const answers = [
        await command(desk, credential, name, input),
        await console.ask(name, input, randomUUID()),
      ];
      console.close();
      const code = allowed[name].includes(role) ? "badInput" : "notAllowed";
      for (const answer of answers)
        expect(answer, `${name} by ${role}`).toMatchObject({ ok: false, code });
    }
    expect(await record.countMade()).toEqual(before);
  },
);

test("a refused press is on record with who pressed", async () => {
  const reply = await command(desk, credentials.get("viewer")!, "hold.place", {}, randomUUID());
  expect(reply).toMatchObject({ ok: false, code: "notAllowed" });
  const row = await record.db
    .selectFrom("actions")
    .innerJoin("people", "people.id", "actions.personId")
    .select(["actions.name", "actions.outcome", "people.role"])
    .orderBy("actions.id", "desc")
    .executeTakeFirstOrThrow();
  expect(row).toEqual({ name: "hold.place", outcome: "notAllowed", role: "viewer" });
});
