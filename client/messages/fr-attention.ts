/** French wording of what calls a person back to the desk. */
export const frAttention = {
  "attention.title": "Sons, rappels, temps d’annuler",
  "attention.note":
    "Pour vous seul, dans ce navigateur. Rien ne se dit par un son qui ne soit aussi à l’écran.",
  "attention.sound": "Sons",
  "attention.sound.how":
    "Brefs et discrets, un toutes les trois secondes au plus. Seule l’alarme n’attend pas. Rien d’autre ne sonne pour ce qui arrive en rattrapage.",
  "attention.first": "Après un rechargement, les sons reprennent à votre premier geste.",
  "attention.volume": "Volume",
  "attention.listen": "Écouter",
  "attention.listen.one": "Écouter\u00a0: {what}",
  "attention.medal": "Médaille à traiter",
  "attention.emotion": "Émotion saisie",
  "attention.alarm": "Ce qui est public n’est plus exact",
  "attention.receipt": "Votre message est public",
  "attention.notify": "Notifications",
  "attention.notify.how":
    "Quand cet onglet est caché\u00a0: pour les moments les plus forts, et quand ce qui est public n’est plus exact.",
  "attention.denied":
    "Le navigateur les refuse pour cette page. Autorisez-les dans ses réglages, puis revenez ici.",
  "attention.unsupported":
    "Ce navigateur n’en affiche pas. Le titre de l’onglet compte tout de même ce qui attend.",
  "undo.mine": "Plus de temps pour annuler",
  "undo.mine.how":
    "Ce que vous publiez attend tant de fois le temps que ses comptes demandent. La barre l’annonce avant Entrée\u00a0; ce qui est déjà lancé garde le sien.",
  "undo.mine.times": "{times, plural, one {Le temps prévu} other {# fois le temps prévu}}",
  "undo.mine.example": "3\u00a0s deviennent {seconds}\u00a0s.",
} as const;
