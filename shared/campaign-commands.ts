/** What a producer says of the event as a whole: its mode, whom it looks for, the house's rules. */
import { z } from "zod";
import { campaignMode, interests } from "./campaigns.ts";
import { sensitivities } from "./four-eyes.ts";
import { houseRules } from "./house-rules.ts";
import { quietWindows } from "./quiet.ts";
import { undoWindow } from "./undo-windows.ts";

/** A part of the one table of commands (`shared/commands.ts`). */
export const campaignCommands = {
  /** Off, rehearsal or on air. */
  "campaign.setMode": {
    power: "produce",
    changes: true,
    input: z.strictObject({ mode: campaignMode }),
    output: z.object({ mode: campaignMode }),
  },
  /** Whom the desk looks for and what it knows of the past; what is raised from then on is scored by it. */
  "campaign.lookFor": {
    power: "produce",
    changes: true,
    input: interests.partial().strict(),
    output: interests,
  },
  /** What one editor alone does not publish from then on; what was fired before keeps its way. */
  "campaign.setFourEyes": {
    power: "produce",
    changes: true,
    input: z.strictObject({ fourEyes: sensitivities }),
    output: z.object({ fourEyes: sensitivities }),
  },
  /** How long what one editor alone does not publish can be taken back, at least, once two agree. */
  "campaign.setSensitiveUndo": {
    power: "produce",
    changes: true,
    input: z.strictObject({ sensitiveUndoMs: undoWindow }),
    output: z.object({ sensitiveUndoMs: undoWindow }),
  },
  /** All the windows in which nothing new leaves, from now on; what is over is left out. */
  "campaign.setQuietWindows": {
    power: "produce",
    changes: true,
    input: z.strictObject({ quietWindows }),
    output: z.object({ quietWindows }),
  },
  /** What belongs in every text and what is never said, from then on. */
  "campaign.setHouseRules": {
    power: "produce",
    changes: true,
    input: z.strictObject({ houseRules }),
    output: z.object({ houseRules }),
  },
  /** Whether what is fired from then on waits until the picture of its moment is on air. */
  "campaign.setNotBeforePicture": {
    power: "produce",
    changes: true,
    input: z.strictObject({ notBeforePicture: z.boolean() }),
    output: z.object({ notBeforePicture: z.boolean() }),
  },
} as const;
