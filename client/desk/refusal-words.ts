import type { CommandName } from "#shared/commands.ts";
import type { Answer } from "../live/orders.ts";
import type { Say } from "../messages/words.tsx";

/** What the desk refused, and the words it gave: those name the field, and say what to do. */
export function refusalWords(
  say: Say,
  { code, details }: Extract<Answer<CommandName>, { ok: false }>,
): string {
  const message = details["message"];
  const plain = say(`refusal.${code}`);
  return code === "badInput" && typeof message === "string" ? `${plain} ${message}` : plain;
}
