/** French wording of the sheet of keys. */
export const frKeys = {
  "keys.title": "Toutes les touches",
  "keys.how": "Une touche encadrée se change\u00a0: choisissez-la, puis appuyez sur la nouvelle.",
  "keys.change": "{act}, {key}. Changer de touche",
  "keys.give": "{act}, aucune touche. En donner une",
  "keys.none": "Aucune",
  "keys.ask": "«\u00a0{act}\u00a0»\u00a0: appuyez sur la nouvelle touche. Échap ne change rien.",
  "keys.askNext": "«\u00a0{act}\u00a0»\u00a0: {key}, puis\u202f?",
  "keys.done": "{key} sert maintenant à «\u00a0{act}\u00a0».",
  "keys.doneNone": "«\u00a0{act}\u00a0» n’a plus de touche.",
  "keys.restore": "Remettre {key}",
  "keys.restoreNone": "Retirer la touche",
  "keys.restore.label": "{act}, remettre {key}",
  "keys.restoreNone.label": "{act}, retirer la touche",
  "keys.restoreAll": "Remettre toutes les touches du desk",
  "keys.allRestored": "Toutes les touches sont celles du desk.",
  "keys.taken": "{key} sert déjà à «\u00a0{by}\u00a0».",
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
