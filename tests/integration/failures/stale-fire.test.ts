/** What breaks: what was said is no longer true, between arming and Enter. FAILURES.md §5, row 31; its races are in moments.test.ts. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CommandInput } from "#shared/commands.ts";
import type { Template } from "#shared/templates.ts";
import { backends } from "../../harness/backends.ts";
import { command } from "../../harness/desk.ts";
import { arm, raiseGold, sendGold } from "../../harness/react.ts";
import { type DeskRecord, openRecord } from "../../harness/record.ts";
import { setStage, type Stage } from "../../harness/stage.ts";

describe.each(backends)("with the queue on %s", (backend) => {
  let stage: Stage;
  let record: DeskRecord;
  let serial = 0;
  beforeAll(async () => {
    stage = await setStage(backend);
    record = await openRecord(stage.desk);
  });
  afterAll(async () => {
    await record?.close();
    await stage?.close();
  });

  const marker = () => `Ana Stale${(serial += 1)}q`;
  const onNetwork = async (name: string) =>
    (await stage.network.posts()).filter((post) => post.text.includes(name)).length;

  /** Fires what was armed; it must be refused with `code`, and nothing of it may exist anywhere. */
  async function expectRefused(
    armed: CommandInput<"post.fire">,
    name: string,
    refusal: object,
  ): Promise<void> {
    const before = await record.countMade();
    expect(await command(stage.desk, stage.cookie, "post.fire", armed)).toMatchObject({
      ok: false,
      ...refusal,
    });
    expect(await record.countMade()).toEqual(before);
    expect(await onNetwork(name)).toBe(0);
  }

  test("a moment corrected between arming and Enter: refused with its version, and nothing is made", async () => {
    const { desk, screen, cookie } = stage;
    const name = marker();
    const moment = await raiseGold(desk, screen, { key: name, name });
    const armed = await arm(desk, cookie, screen, moment);
    await sendGold(desk, name, "10.71", name);
    await screen.until("the correction is on the desk", () =>
      screen.state!.moments.some((each) => each.id === moment.id && each.version === 2),
    );
    await expectRefused(armed, name, { code: "stale", details: { version: 2 } });
  });

  const draftOf = ({ slug, name, fits, variants, image }: Template) => {
    const draft = { slug, name, fits, variants, image };
    return draft;
  };

  test("a template reworded between arming and Enter: refused, because those are not the words that were shown", async () => {
    const { desk, screen, cookie } = stage;
    const name = marker();
    const armed = await arm(desk, cookie, screen, await raiseGold(desk, screen, { name }));
    const template = screen.state!.templates.find((each) => each.id === armed.templateId)!;
    const reworded = template.variants.map((each) =>
      each.locale === "fr" ? { ...each, text: `${each.text} Bravo.` } : each,
    );
    const saved = await command(desk, cookie, "template.save", {
      ...draftOf(template),
      variants: reworded,
    });
    expect(saved).toMatchObject({ ok: true });
    await expectRefused(armed, name, { code: "renderChanged", details: { field: "renderHashes" } });
    await command(desk, cookie, "template.save", draftOf(template));
  });

  test("a wording of its own that one network got between arming and Enter: refused whole", async () => {
    const { desk, screen, cookie } = stage;
    const name = marker();
    const armed = await arm(desk, cookie, screen, await raiseGold(desk, screen, { name }));
    const template = screen.state!.templates.find((each) => each.id === armed.templateId)!;
    const forX = { locale: "fr" as const, network: "x" as const, text: "{{ participant.name }} !" };
    const others = template.variants.filter(
      (each) => !(each.locale === "fr" && each.network === "x"),
    );
    const saved = await command(desk, cookie, "template.save", {
      ...draftOf(template),
      variants: [...others, forX],
    });
    expect(saved).toMatchObject({ ok: true });
    await expectRefused(armed, name, { code: "renderChanged" });
    await command(desk, cookie, "template.save", draftOf(template));
  });

  test("hashes of another reaction, or fewer than there are texts, fire nothing", async () => {
    const { desk, screen, cookie } = stage;
    const name = marker();
    const armed = await arm(desk, cookie, screen, await raiseGold(desk, screen, { name }));
    const other = await arm(desk, cookie, screen, await raiseGold(desk, screen));
    const code = "renderChanged";
    await expectRefused({ ...armed, renderHashes: other.renderHashes }, name, { code });
    await expectRefused({ ...armed, renderHashes: armed.renderHashes.slice(1) }, name, { code });
    await expectRefused(
      { ...armed, renderHashes: [...armed.renderHashes, other.renderHashes[0]!] },
      name,
      { code },
    );
  });
});
