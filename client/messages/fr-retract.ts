/** French wording of taking back what is public. */
export const frRetract = {
  "rail.retract": "Retrait\u00a0: {title}",
  "rail.retract.word": "Retiré",
  "rail.retract.wasPublic": "Était public",
  "rail.retract.was": "{time}, par {who}",
  "rail.retract.untrue": "faux en public pendant {span}",
  "rail.retract.open": "Retirer…",
  "retract.title": "Retirer du public",
  "retract.note":
    "Ce qui est retiré disparaît de son réseau et n’y revient pas\u00a0; les copies que d’autres en ont faites restent. L’original reste au registre, avec son reçu.",
  "retract.how.here": "peut être retiré d’ici",
  "retract.how.hand": "à retirer à la main\u00a0: ce réseau ne le permet pas d’ici",
  "retract.how.asked": "retrait demandé",
  "retract.how.gone": "retiré à {time}, par {who}",
  "retract.hand.open": "Ouvrir le message sur {network}",
  "retract.correct":
    "Chacun de ces comptes peut aussi publier une correction\u00a0: un nouveau message, à côté du premier.",
  "retract.do":
    "{count, plural, one {Retirer ce message pour de bon} other {Retirer ces # messages pour de bon}}",
  "retract.nothing": "Rien de plus ne se retire d’ici.",
  "retract.doubt.gone": "Non, il n’y est plus",
  "retract.doubt.there": "Oui, encore\u00a0: le retirer de nouveau",
  "retract.someone": "quelqu’un",
  "refusal.nothingToTakeBack":
    "Il n’y a plus rien à retirer d’ici\u00a0: c’est retiré, déjà demandé, ou à faire à la main.",
  "key.retract": "retirer du public ce qui est faux",
};
