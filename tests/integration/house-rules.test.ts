import { afterAll, beforeAll, expect, test } from "vitest";
import { noHouseRules } from "#shared/house-rules.ts";
import { command } from "../harness/desk.ts";
import { arm, fire, raiseGold } from "../harness/react.ts";
import { openRecord } from "../harness/record.ts";
import { allAre, setStage, type Stage } from "../harness/stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await setStage("postgres");
});
afterAll(() => stage?.close());

test("a word that the charter bans does not leave, whoever wrote it: the refusal names it, nothing is made; without the ban it leaves", async () => {
  const { desk, screen, cookie, colleague } = stage;
  const rule = async (banned: string[]) => {
    const houseRules = { ...noHouseRules, banned };
    const reply = await command(desk, cookie, "campaign.setHouseRules", { houseRules });
    expect(reply).toMatchObject({ ok: true, value: { houseRules } });
    await screen.until(
      "it holds",
      ({ state }) => state!.campaign.houseRules.banned.join() === banned.join(),
    );
  };
  const moment = await raiseGold(desk, screen, { name: "Ana Banned" });
  const armed = await arm(desk, cookie, screen, moment);
  await rule(["ANA"]);
  const record = await openRecord(desk);
  const before = await record.countMade();
  expect(await command(desk, colleague, "post.fire", armed)).toMatchObject({
    ok: false,
    code: "bannedWord",
    details: { word: "ANA" },
  });
  expect(await record.countMade()).toEqual(before);
  await record.close();
  await rule([]);
  const { postId } = await fire(desk, colleague, armed);
  await screen.until("it is public", () => allAre(screen, postId, "confirmed"));
});

test("what cannot be a rule is refused with its field, and the rules stay as they were", async () => {
  const { desk, screen, cookie } = stage;
  const before = screen.state!.campaign.houseRules;
  const reply = await command(desk, cookie, "campaign.setHouseRules", {
    houseRules: { ...noHouseRules, hashtag: "two words" },
  });
  expect(reply).toMatchObject({
    ok: false,
    code: "badInput",
    details: { field: "houseRules.hashtag" },
  });
  expect(screen.state!.campaign.houseRules).toEqual(before);
});
