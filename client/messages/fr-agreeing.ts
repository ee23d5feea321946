/** French wording of the sheet in which a second person reads and agrees. */
export const frAgreeing = {
  "approval.title": "Accord demandé",
  "approval.by": "{who} l’a demandé à {time}.",
  "approval.note":
    "Exactement ces textes partiront\u00a0: changer un mot demande un nouvel accord. Sans réponse à {time}, rien ne part.",
  "approval.agree":
    "{count, plural, one {D’accord, publier ce message} other {D’accord, publier ces # messages}}",
  "approval.refuse": "Non, ne rien publier",
  "approval.over": "Il n’y a plus rien à décider ici\u00a0: c’est approuvé, retiré, ou trop tard.",
  "approval.undoable":
    "Une fois d’accord, vous avez {seconds}\u00a0s pour annuler\u00a0; puis tout part.",
  "approval.atOnce": "Une fois d’accord, tout part aussitôt.",
} as const;
