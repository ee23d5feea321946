/** The templates a new desk starts with: short, warm, exact; they quote only what their moments have. */
import { correctionTemplates } from "./templates/corrections.ts";
import { medalTemplates } from "./templates/medals.ts";
import { momentTemplates } from "./templates/moments.ts";
import { resultTemplates } from "./templates/results.ts";
import type { StartingTemplate } from "./templates/wording.ts";

export const templates: readonly StartingTemplate[] = [
  ...medalTemplates,
  ...resultTemplates,
  ...momentTemplates,
  ...correctionTemplates,
];
