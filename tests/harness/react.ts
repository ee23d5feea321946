/** What an editor does, without a screen: something happens, they pick a reaction, look at it, and fire it. */
import { randomUUID } from "node:crypto";
import type { CommandInput } from "#shared/commands.ts";
import type { Moment } from "#shared/moments.ts";
import { suggest } from "#shared/suggest.ts";
import type { TestConsole } from "./console.ts";
import type { Credential, Desk } from "./desk.ts";
import { command, feedSecret, sendFeed } from "./desk.ts";

/** Raises a gold medal through the feed and waits until the console shows it. */
export async function raiseGold(
  desk: Desk,
  screen: TestConsole,
  changes: { key?: string; result?: string | null } = {},
): Promise<Moment> {
  const key = changes.key ?? randomUUID();
  await sendGold(desk, key, changes.result === undefined ? "10.72" : changes.result);
  const find = () =>
    screen.state?.moments.find((moment) => moment.source.document?.endsWith(`|${key}`));
  await screen.until("the medal is on the desk", () => find() !== undefined);
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
export async function sendGold(desk: Desk, key: string, result: string | null): Promise<void> {
  const secret = await secretOf(desk);
  const event = {
    specversion: "1.0",
    id: randomUUID(),
    source: "tests",
    type: "rebond.moment",
    data: {
      key,
      kind: "medal",
      headline: { fr: `Or pour Ana Ferrol, ${result}`, en: `Gold for Ana Ferrol, ${result}` },
      participants: [
        {
          code: "1",
          name: "Ana Ferrol",
          familyName: "Ferrol",
          organisation: "LCA",
          organisationName: { fr: "Sainte-Lucie", en: "Saint Lucia" },
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
    },
  };
  const response = await sendFeed(
    desk,
    { name: "rebond", secret },
    { body: JSON.stringify(event), contentType: "application/cloudevents+json" },
  );
  if (response.status !== 202)
    throw new Error(`the feed answered ${response.status}: ${await response.text()}`);
}

/** Arms the first reaction that can be fired on every account: what the console would then send on Enter. */
export async function arm(
  desk: Desk,
  credential: Credential,
  screen: TestConsole,
  moment: Moment,
  undoMs = 0,
): Promise<CommandInput<"post.fire">> {
  const state = screen.state!;
  const accounts = state.accounts.map((account) => account.id);
  for (const template of suggest(moment, state.templates)) {
    const wanted = {
      momentId: moment.id,
      momentVersion: moment.version,
      templateId: template.id,
      accounts,
    };
    const reply = await command(desk, credential, "post.preview", wanted);
    if (!reply.ok) throw new Error(`the preview was refused: ${reply.code}`);
    const hashes = reply.value.renderings.map((one) => one.hash);
    if (hashes.every((hash) => hash !== null)) return { ...wanted, renderHashes: hashes, undoMs };
  }
  throw new Error("no template can be fired for this moment");
}
