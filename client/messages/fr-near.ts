/** French wording of what is nearly said already. */
export const frNear = {
  "near.said":
    "{by} a publié presque les mêmes mots sur {account}, {since}. Rien de plus n’est parti.",
  "near.planned":
    "Le conducteur a presque les mêmes mots pour {account}, à {at}. Rien de plus n’est parti.",
  "near.there": "Déjà dit",
  "near.here": "Ce que vous alliez dire",
  "near.reason": "Pourquoi le redire\u202f?",
  "near.reason.short": "Donnez la raison en quelques mots\u00a0: elle reste au registre.",
  "near.record":
    "La raison reste au registre, avec votre nom. Sinon\u00a0: changez le texte, ou désarmez.",
  "near.publish": "Publier quand même",
} as const;
