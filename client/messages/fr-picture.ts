/** French wording of the picture that follows its data: measured by people, waited for where the house says so. */
export const frPicture = {
  "key.seen": "dire que l’image du moment choisi est à l’écran",
  "picture.learnt":
    "Image {seconds}\u00a0s après le flux ({presses, plural, one {première mesure} other {médiane de #}})",
  "picture.wait": "Avec l’image +{seconds}\u00a0s",
  "picture.undoable": "Annulable d’ici là, puis",
  "refusal.noPicture": "Aucun flux n’a apporté ce moment\u00a0: il n’y a pas d’écart à mesurer.",
  "refusal.pictureUnlikely":
    "L’image suit son flux de 2\u00a0minutes au plus, et ne le devance pas\u00a0: cet appui n’est pas compté.",
} as const;
