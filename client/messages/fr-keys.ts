/** French wording of the sheet of keys. */
export const frKeys = {
  "keys.title": "Toutes les touches",
  "keys.how": "Une touche encadrée se change\u00a0: choisissez-la, puis appuyez sur la nouvelle.",
  "keys.change": "{act}\u00a0: {key}. Changer de touche",
  "keys.give": "{act}\u00a0: aucune touche. En donner une",
  "keys.none": "Aucune",
  "keys.ask": "{act}\u00a0: appuyez sur la nouvelle touche. Échap ne change rien.",
  "keys.askNext": "{act}\u00a0: {key}, puis\u00a0?",
  "keys.done": "{act}\u00a0: {key}.",
  "keys.doneNone": "{act}\u00a0: aucune touche.",
  "keys.restore": "Remettre {key}",
  "keys.restoreNone": "Retirer la touche",
  "keys.restore.label": "{act}\u00a0: remettre {key}",
  "keys.restoreNone.label": "{act}\u00a0: retirer la touche",
  "keys.restoreAll": "Remettre toutes les touches du desk",
  "keys.allRestored": "Toutes les touches sont celles du desk.",
  "keys.taken": "{key} sert déjà\u00a0: {by}.",
  "keys.refused.browser": "{key} appartient au navigateur\u00a0: choisissez-en une autre.",
  "keys.refused.focused":
    "{key} actionne le bouton qui a le focus\u00a0: elle ne peut rien faire d’autre.",
  "keys.refused.space": "Espace ne publie jamais.",
  "keys.refused.typed":
    "Publier ne tient pas à une touche d’écriture\u00a0: prenez par exemple Inser ou F9.",
  "keys.refused.unwritable":
    "Cette touche ne s’écrit pas de la même façon sur tous les claviers\u00a0: choisissez-en une autre.",
  "keys.letters": "Touches d’un seul caractère (lettres, chiffres, espace)",
  "keys.letters.note": "Sans elles\u00a0: flèches, Tab et Entrée suffisent.",
} as const;
