/** What keeps a rendering from being fired, and in words. */
import type { Rendering } from "#shared/commands.ts";
import { isWritable } from "#shared/edits.ts";
import type { Say } from "../messages/words.tsx";

/** By how much a rendering is too long, in its own unit; 0 when it fits. */
export function overBy({ length, maxLength }: Rendering): number {
  return Math.max(0, length - maxLength);
}

/** Whether it has a character that no network is sent. */
export function isUnwritable({ hash, text }: Rendering): boolean {
  return hash === null && !isWritable(text);
}

/** Whether a rendering cannot leave as it is. */
export function isFlawed(rendering: Rendering): boolean {
  const { missing, problem, text } = rendering;
  if (missing.length > 0 || problem !== null || text === "") return true;
  return overBy(rendering) > 0 || isUnwritable(rendering);
}

/** What stops this rendering; null when nothing does. */
export function flawWords(say: Say, rendering: Rendering): string | null {
  const { missing, problem, unit } = rendering;
  if (missing.length > 0) return say("preview.missing", { names: missing.join(", ") });
  if (problem !== null) return say("preview.problem", { problem });
  if (rendering.text === "") return say("preview.empty");
  if (isUnwritable(rendering)) return say("preview.unwritable");
  const over = overBy(rendering);
  if (over === 0) return null;
  return say(unit === "byte" ? "preview.tooManyBytes" : "preview.tooLong", { over });
}
