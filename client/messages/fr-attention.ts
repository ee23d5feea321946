/** French wording of how the desk calls whoever looks elsewhere. */
export const frAttention = {
  "attention.tab": "{count, plural, =0 {Rebond} other {(#) Rebond}} – {mode}",
  "attention.calls": "Un grand moment attend au desk.",
  "attention.title": "Sons et rappels",
  "attention.note": "Tout ce qui s’entend se voit aussi. Ces choix restent dans ce navigateur.",
  "attention.sounds": "Sons",
  "attention.volume": "Volume",
  "attention.earcon.medal": "Grand moment",
  "attention.earcon.emotion": "Émotion",
  "attention.earcon.alarm": "Alarme",
  "attention.earcon.public": "Message en ligne",
  "attention.notifications": "Notifications",
  "attention.notifications.note":
    "Quand cet onglet n’est pas devant vous\u00a0: seulement les plus grands moments encore à traiter.",
  "attention.notifications.refused":
    "Ce navigateur ne permet pas les notifications ici. Autorisez-les dans ses réglages, puis cochez de nouveau.",
  "key.attention": "régler les sons et les rappels",
};
