import type { frPicture } from "./fr-picture.ts";

/** English wording of the picture that follows its data. */
export const enPicture: Record<keyof typeof frPicture, string> = {
  "key.seen": "say that the picture of the selected moment is on screen",
  "picture.learnt":
    "Picture {seconds}\u00a0s after the feed ({presses, plural, one {first press} other {median of #}})",
  "picture.wait": "With the picture +{seconds}\u00a0s",
  "picture.undoable": "Undoable until then, then",
  "refusal.noPicture": "No feed brought this moment: there is no delay to measure.",
  "refusal.pictureUnlikely":
    "A picture follows its feed by 2\u00a0minutes at most, and is never ahead of it: this press does not count.",
};
