import { frPicture } from "./fr-picture.ts";

/** French wording of what is published by two people: asking, reading, agreeing; and of the charter. */
export const frApproval = {
  ...frPicture,
  "rail.awaiting": "Accord demandé",
  "rail.byTwo": "par {who}, avec l’accord de {second}",
  "row.awaiting": "accord demandé",
  "fire.ask":
    "{count, plural, one {Demander l’accord pour # message} other {Demander l’accord pour # messages}}",
  "fire.ask.sombre": "Moment grave\u00a0: une deuxième personne le lit avant",
  "fire.ask.kind": "À deux ({kind})\u00a0: une deuxième personne le lit avant",
  "fire.ask.then": "rien ne part sans elle",
  "awaiting.by": "{who} demande votre accord",
  "awaiting.someone": "Quelqu’un",
  "awaiting.mine": "Une autre personne doit donner son accord",
  "awaiting.left": "encore {span}",
  "awaiting.read": "Lire",
  "awaiting.withdraw": "Retirer",
  "awaiting.announced":
    "{count, plural, one {Un accord vous est demandé} other {# accords vous sont demandés}}",
  "approval.title": "Accord demandé",
  "approval.by": "{who} l’a demandé à {time}.",
  "approval.note":
    "Exactement ces textes partiront\u00a0: changer un mot demande un nouvel accord. Sans réponse à {time}, rien ne part.",
  "approval.agree":
    "{count, plural, one {D’accord, publier ce message} other {D’accord, publier ces # messages}}",
  "approval.refuse": "Non, ne rien publier",
  "approval.over": "Il n’y a plus rien à décider ici\u00a0: c’est approuvé, retiré, ou trop tard.",
  "refusal.notAwaited":
    "Cet accord n’est plus demandé\u00a0: donné, retiré, ou trop tard. Rien de plus n’est parti.",
  "refusal.ownRequest": "Vous l’avez demandé\u00a0: l’accord vient de quelqu’un d’autre.",
  "key.approve": "lire ce qui attend votre accord",
  "key.charter": "ouvrir la charte\u00a0: ce qui se publie à deux, et quand rien ne part",
  "charter.title": "Charte",
  "charter.two": "À deux",
  "charter.note":
    "Ce qui est coché ne part qu’une fois qu’une deuxième personne a lu ces textes-là et donné son accord.",
  "charter.sombre": "Moments graves",
  "charter.sombre.how": "Disqualification, abandon, incident, blessure ou malaise rapportés.",
  "charter.kinds": "Et, quel que soit le moment",
  "quiet.title": "Silences",
  "quiet.note":
    "Rien de nouveau ne part pendant ce temps, ni à la main ni à l’heure dite\u00a0: ce qui devait partir attend une personne dans Manqué. Retirer un message public reste possible.",
  "quiet.none": "Aucun silence à venir.",
  "quiet.now": "en ce moment",
  "quiet.remove": "Supprimer",
  "quiet.remove.label": "Supprimer le silence {name}",
  "quiet.name": "Pourquoi",
  "quiet.name.hint": "Cérémonie de l’hôte",
  "quiet.from": "À partir de ({place})",
  "quiet.to": "Jusqu’à ({place})",
  "quiet.add": "Ajouter ce silence",
  "quiet.wrong": "Donnez un nom, et une fin après le début.",
  "fire.why.quiet": "Silence jusqu’à {time}\u00a0: {name}",
  "fire.why.quiet.how": "Rien de nouveau ne part. {key} ouvre la charte.",
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
  "near.because": "redit\u00a0: {reason}",
  "refusal.nearWords": "Presque les mêmes mots sont déjà sur ce compte. Rien de plus n’est parti.",
};
