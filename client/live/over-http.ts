/** Commands whose input is larger than a socket takes, asked over HTTP: the same dispatcher, the same answers. */
import type { CommandSent, CommandName } from "#shared/commands.ts";
import type { Answer } from "./orders.ts";
import { serverNow } from "./store.ts";

const answerWithinMs = 30_000;

/** Asks once. Under an id minted earlier the same intent is never acted on twice. */
export async function askOverHttp<Name extends CommandName>(
  name: Name,
  input: CommandSent<Name>,
  commandId: string = crypto.randomUUID(),
): Promise<Answer<Name>> {
  const pressedAt = new Date(serverNow()).toISOString();
  try {
    const response = await fetch(`/api/commands/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ commandId, input, pressedAt }),
      signal: AbortSignal.timeout(answerWithinMs),
    });
    return (await response.json()) as Answer<Name>;
  } catch {
    return { ok: false, code: "unanswered", details: {} };
  }
}
