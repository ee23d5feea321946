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
  "refusal.notAwaited":
    "Cet accord n’est plus demandé\u00a0: donné, retiré, ou trop tard. Rien de plus n’est parti.",
  "refusal.ownRequest": "Vous l’avez demandé\u00a0: l’accord vient de quelqu’un d’autre.",
  "key.approve": "lire ce qui attend votre accord",
  "key.charter": "ouvrir la charte\u00a0: ce qui se publie à deux, et quand rien ne part",
  "fire.why.quiet": "Silence jusqu’à {time}\u00a0: {name}",
  "fire.why.quiet.how": "Rien de nouveau ne part. {key} ouvre la charte.",
  "near.because": "redit\u00a0: {reason}",
  "refusal.nearWords": "Presque les mêmes mots sont déjà sur ce compte. Rien de plus n’est parti.",
  "finding.banned": "La charte ne dit jamais «\u00a0{word}\u00a0».",
  "finding.hashtag": "Sans {tag}.",
  "finding.emoji": "{count} émojis, {most} au plus.",
  "fire.why.banned": "«\u00a0{word}\u00a0»\u00a0: la charte ne le dit jamais",
  "fire.why.banned.how": "{key} pour le changer",
  "refusal.bannedWord":
    "La charte ne dit jamais l’un de ces mots. Rien n’est parti\u00a0: changez le texte.",
};
