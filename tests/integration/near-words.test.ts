import { afterAll, beforeAll, expect, test } from "vitest";
import type { CommandInput } from "#shared/commands.ts";
import { command } from "../harness/desk.ts";
import { fire, raiseGold } from "../harness/react.ts";
import { type DeskRecord, openRecord } from "../harness/record.ts";
import { allAre, editorsOf, setStage, type Stage } from "../harness/stage.ts";

let stage: Stage;
let record: DeskRecord;

beforeAll(async () => {
  stage = await setStage("postgres");
  record = await openRecord(stage.desk);
  await stands("live");
});
afterAll(async () => {
  await record?.close();
  await stage?.close();
});

/** Makes every account one of the realm, and the desk one that reaches it. */
async function stands(realm: "live" | "rehearsal"): Promise<void> {
  const { desk, screen, cookie } = stage;
  const mode = realm === "live" ? "onAir" : "rehearsal";
  await record.db.updateTable("accounts").set({ realm }).execute();
  expect(await command(desk, cookie, "campaign.setMode", { mode })).toMatchObject({ ok: true });
  await screen.until("the mode", ({ state }) => state?.campaign.mode === mode);
}

type Fire = CommandInput<"post.fire">;

/** A moment of its own, and these words of the editor's on its first account in French. */
async function armed(text: string): Promise<Fire> {
  const { desk, screen, cookie } = stage;
  const moment = await raiseGold(desk, screen, { name: "Ana Nearly" });
  const [account] = screen.state!.accounts.filter(({ locales }) => locales.includes("fr"));
  const asked = {
    momentId: moment.id,
    momentVersion: moment.version,
    templateId: null,
    accounts: [account!.id],
    edits: [{ accountId: account!.id, locale: "fr" as const, text }],
  };
  const reply = await command(desk, cookie, "post.preview", asked);
  if (!reply.ok) throw new Error(reply.code);
  const renderHashes = reply.value.renderings.flatMap(({ hash }) => hash ?? []);
  return { ...asked, renderHashes, undoMs: 0 };
}

const first = "Ana Nearly en or, quelle course ce soir : 10,72 au bout de la ligne droite.";
const again = "Ana Nearly en or, quelle course ce soir : 10,72 au bout de la piste droite !";

test("nearly the same words are refused with both texts, who and when; with a reason they leave, and the reason is on the post", async () => {
  const { desk, screen } = stage;
  const [one, other] = await editorsOf(stage, 2);
  const { postId } = await fire(desk, one!, await armed(first));
  await screen.until("it is public", () => allAre(screen, postId, "confirmed"));
  const near = await armed(again);
  const before = await record.countMade();
  const reply = await command(desk, other!, "post.fire", near);
  expect(reply).toMatchObject({
    ok: false,
    code: "nearWords",
    details: { field: "anyway", postId },
  });
  if (reply.ok) return;
  expect(reply.details["said"]).toContain("ligne droite");
  expect(reply.details["now"]).toContain("piste droite");
  expect(await record.countMade()).toEqual(before);

  const bare = await command(desk, other!, "post.fire", { ...near, anyway: { reason: " " } });
  expect(bare).toMatchObject({ ok: false, code: "badInput" });
  const anyway = { reason: "Le premier message était une annonce." };
  const sent = await fire(desk, other!, { ...near, anyway });
  await screen.until("it is public", () => allAre(screen, sent.postId, "confirmed"));
  const post = screen.state!.posts.find(({ id }) => id === sent.postId);
  expect(post).toMatchObject({ repeatReason: anyway.reason });
});

test("another figure or another name is another thing to say", async () => {
  const { desk } = stage;
  const editors = await editorsOf(stage, 3);
  const texts = [first.replace("10,72", "10,80"), first.replace("Nearly", "Otherwise")];
  for (const [at, text] of texts.entries()) await fire(desk, editors[at]!, await armed(text));
});

test("the very same words never leave, whatever the reason", async () => {
  const { desk } = stage;
  const [editor] = await editorsOf(stage, 1);
  const reply = await command(desk, editor!, "post.fire", {
    ...(await armed(first)),
    anyway: { reason: "Once more." },
  });
  expect(reply).toMatchObject({ ok: false, code: "sameWords" });
});

test("a rehearsal says everything again", async () => {
  const { desk } = stage;
  await stands("rehearsal");
  const editors = await editorsOf(stage, 2);
  await fire(desk, editors[0]!, await armed(first));
  await fire(desk, editors[1]!, await armed(again));
});
