/** French wording of the picture that follows its data: measured by people, waited for where the house says so. */
export const frPicture = {
  "key.seen": "dire que l’image du moment choisi est à l’écran",
  "picture.learnt":
    "Image {seconds}\u00a0s après le flux ({presses, plural, one {première mesure} other {médiane de #}})",
  "picture.wait": "Avec l’image +{seconds}\u00a0s",
  "picture.undoable": "Annulable d’ici là, puis",
  "picture.feed":
    "image {seconds}\u00a0s après le flux, {presses, plural, one {sur un appui} other {médiane des # derniers appuis}}",
  "picture.forget": "Oublier le retard de l’image",
  "picture.title": "Avec l’image",
  "picture.rule": "Jamais avant l’image",
  "picture.rule.how":
    "Un flux devance souvent l’image. Ce qui est publié attend qu’elle soit à l’antenne, d’après les derniers appuis sur {key} de ceux qui la voient. D’ici là, tout reste annulable.",
  "refusal.noPicture": "Aucun flux n’a apporté ce moment\u00a0: il n’y a pas d’écart à mesurer.",
  "refusal.pictureUnlikely":
    "L’image suit son flux de 2\u00a0minutes au plus, et ne le devance pas\u00a0: cet appui n’est pas compté.",
} as const;
