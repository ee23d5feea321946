/** What an editor does, without a screen: something happens, they pick a reaction, look at it, and fire it. */
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { Account } from "#shared/campaigns.ts";
import type { CommandInput } from "#shared/commands.ts";
import type { Moment } from "#shared/moments.ts";
import { suggest } from "#shared/suggest.ts";
import { aroundOf } from "#shared/surroundings.ts";
import type { Template } from "#shared/templates.ts";
import type { TestConsole } from "./console.ts";
import type { Credential, Desk } from "./desk.ts";
import { command, feedSecret, sendFeed } from "./desk.ts";

/** What a test may say of the medal; the rest is always the same. `name` is a marker to look for on the network; without one, each key has its own. */
export type Gold = { key?: string; result?: string | null; name?: string };

/** Raises a gold medal through the feed and waits until the console shows it. */
export async function raiseGold(
  desk: Desk,
  screen: TestConsole,
  changes: Gold = {},
): Promise<Moment> {
  const key = changes.key ?? randomUUID();
  await sendGold(desk, key, changes.result === undefined ? "10.72" : changes.result, changes.name);
  return shownMoment(screen, key);
}

/** The moment a script sent under this key, once the console shows it. */
export async function shownMoment(screen: TestConsole, key: string): Promise<Moment> {
  const find = () =>
    screen.state?.moments.find((moment) => moment.source.document?.endsWith(`|${key}`));
  await screen.until("the moment is on the desk", () => find() !== undefined);
  return find()!;
}

/** Asking costs a process: once per desk is enough. */
const secrets = new WeakMap<Desk, Promise<string>>();

function secretOf(desk: Desk): Promise<string> {
  const known = secrets.get(desk) ?? feedSecret(desk, "rebond");
  secrets.set(desk, known);
  return known;
}

/** Sends the medal again under the same key: another result is a correction. */
export async function sendGold(
  desk: Desk,
  key: string,
  result: string | null,
  name = `Ana Ferrol ${key.slice(0, 8)}`,
): Promise<void> {
  await sendMoment(desk, goldOf(key, result, name));
}

/** What may become of a medal that was told under its winner's name. */
export const medalChanges = ["corrected", "protested", "withdrawn"] as const;

/** Corrects it, says that it is protested, or takes it back. */
export async function changeGold(
  desk: Desk,
  name: string,
  change: (typeof medalChanges)[number],
): Promise<void> {
  if (change === "withdrawn") return sendMoment(desk, { key: name }, "rebond.moment.withdrawn");
  if (change === "corrected") return sendGold(desk, name, "10.69", name);
  await sendMoment(desk, { ...goldOf(name, "10.72", name), status: "protested" });
}

function goldOf(key: string, result: string | null, name: string) {
  return {
    key,
    kind: "medal",
    headline: { fr: `Or pour ${name}, ${result}`, en: `Gold for ${name}, ${result}` },
    participants: [
      {
        code: "1",
        name,
        familyName: name.split(" ").at(-1),
        // A delegation with a past: "the first ever" may go from one medal to another that was won an instant earlier.
        organisation: "NOR",
        organisationName: { fr: "Norvège", en: "Norway" },
        gender: "W",
        result,
      },
    ],
    facts: {
      medal: "gold",
      result,
      eventName: { fr: "100 m femmes", en: "Women’s 100 m" },
      discipline: { fr: "Athlétisme", en: "Athletics" },
    },
  };
}

/** Says a moment as a script does (`docs/feeds.md`). Throws when the desk does not take it. */
export async function sendMoment(
  desk: Desk,
  data: { key: string; [field: string]: unknown },
  type = "rebond.moment",
): Promise<void> {
  const secret = await secretOf(desk);
  const event = {
    specversion: "1.0",
    id: randomUUID(),
    source: "tests",
    type,
    data,
  };
  const response = await sendFeed(
    desk,
    { name: "rebond", secret },
    { body: JSON.stringify(event), contentType: "application/cloudevents+json" },
  );
  if (response.status !== 202)
    throw new Error(`the feed answered ${response.status}: ${await response.text()}`);
}

/** Arms the first reaction that can be fired on every account, or on those `on` takes: what the console would then send on Enter. */
export async function arm(
  desk: Desk,
  credential: Credential,
  screen: TestConsole,
  moment: Moment,
  undoMs = 0,
  wanted: (template: Template) => boolean = () => true,
  on: (account: Account) => boolean = () => true,
): Promise<CommandInput<"post.fire">> {
  const state = screen.state!;
  const accounts = state.accounts.filter(on).map((account) => account.id);
  for (const { template } of suggest(
    moment,
    state.templates.filter(wanted),
    aroundOf(state, moment),
  )) {
    const asked = {
      momentId: moment.id,
      momentVersion: moment.version,
      templateId: template.id,
      accounts,
    };
    const reply = await command(desk, credential, "post.preview", asked);
    if (!reply.ok) throw new Error(`the preview was refused: ${reply.code}`);
    const hashes = reply.value.renderings.map((one) => one.hash);
    if (hashes.every((hash) => hash !== null)) return { ...asked, renderHashes: hashes, undoMs };
  }
  throw new Error("no template can be fired for this moment");
}

/**
 * Fires what was armed, as `editor`; answers the post's id and its deliveries' ids. Throws when it is refused. One who is
 * told that it was too soon after their last one waits for as long as they were told: tests follow each other faster
 * than any hand.
 */
export async function fire(
  desk: Desk,
  editor: Credential,
  armed: CommandInput<"post.fire">,
): Promise<{ postId: string; ids: string[] }> {
  let reply = await command(desk, editor, "post.fire", armed);
  if (!reply.ok && reply.code === "tooSoon") {
    await setTimeout(Number(reply.details["spanMs"]));
    reply = await command(desk, editor, "post.fire", armed);
  }
  if (!reply.ok) throw new Error(`refused: ${reply.code} ${JSON.stringify(reply.details)}`);
  return { postId: reply.value.postId, ids: reply.value.deliveries.map((each) => each.id) };
}
