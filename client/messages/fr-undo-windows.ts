/** French wording of the undo window: what an account, the charter and a person ask for. */
export const frUndoWindows = {
  "key.attention": "régler les sons, les rappels et le temps d’annuler",
  "approval.undoable":
    "Une fois d’accord, vous avez {seconds}\u00a0s pour annuler\u00a0; puis tout part.",
  "approval.atOnce": "Une fois d’accord, tout part aussitôt.",
  "undo.account": "Annulable pendant",
  "undo.account.label": "Secondes pour annuler un envoi vers {account}, 10 au plus",
  "undo.account.now":
    "{count, plural, =0 {rien\u00a0: tout part aussitôt} other {#\u00a0s au moins}}",
  "undo.sensitive": "Temps d’annuler",
  "undo.sensitive.note":
    "Un message part d’un seul tenant\u00a0: le compte qui demande le plus décide pour tous. Ce qui se publie à deux attend, une fois l’accord donné, au moins le temps que voici.",
  "undo.sensitive.field": "Ce qui se publie à deux",
  "undo.sensitive.label": "Secondes pour annuler ce qui se publie à deux, 10 au plus",
  "undo.mine": "Plus de temps pour annuler",
  "undo.mine.how":
    "Ce que vous publiez attend tant de fois le temps que ses comptes demandent. La barre l’annonce avant Entrée\u00a0; ce qui est déjà lancé garde le sien.",
  "undo.mine.times": "{times, plural, one {Le temps prévu} other {# fois le temps prévu}}",
  "undo.mine.example": "3\u00a0s deviennent {seconds}\u00a0s.",
};
