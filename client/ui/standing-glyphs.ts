import type { Standing } from "../live/standing.ts";
import type { GlyphName } from "./glyph.tsx";

/** The shape that goes with each standing's word. */
export const standingGlyphs: Record<Standing, GlyphName> = {
  uncertain: "question",
  awaiting: "question",
  missed: "clock",
  held: "hourglass",
  refused: "cross",
  leaving: "up",
  undoable: "hourglass",
  planned: "clock",
  public: "tick",
  dropped: "cross",
};
