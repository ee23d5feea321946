/** What keeps a rendering from being fired, and in words. */
import type { Rendering } from "#shared/commands.ts";
import type { Say } from "../messages/words.tsx";

/** By how much a rendering is too long, in its own unit; 0 when it fits. */
export function overBy({ length, maxLength }: Rendering): number {
  return Math.max(0, length - maxLength);
}

/** Whether a rendering cannot leave as it is. */
export function isFlawed(rendering: Rendering): boolean {
  return rendering.missing.length > 0 || rendering.problem !== null || overBy(rendering) > 0;
}

/** What stops this rendering; null when nothing does. */
export function flawWords(say: Say, rendering: Rendering): string | null {
  const { missing, problem, unit } = rendering;
  if (missing.length > 0) return say("preview.missing", { names: missing.join(", ") });
  if (problem !== null) return say("preview.problem", { problem });
  const over = overBy(rendering);
  if (over === 0) return null;
  return say(unit === "byte" ? "preview.tooManyBytes" : "preview.tooLong", { over });
}
