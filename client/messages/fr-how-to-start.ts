/** French wording of a desk’s first minutes: what it needs before anything comes. */
export const frHowToStart = {
  "empty.first": "Aucun flux n’a encore parlé.",
  "empty.how":
    "Lancez la répétition\u00a0: une soirée enregistrée se joue dans le desk, et les messages partent vers un réseau d’essai. Rien ne devient public.",
  "empty.howOther": "Un producteur peut lancer la répétition, ou relier un flux.",
  "empty.off": "Le desk est hors antenne\u00a0: aucun message ne peut partir.",
  "empty.mode": "Passer en direct ou en répétition",
  "empty.steps": "Pour commencer",
  "empty.step.account": "Relier un compte",
  "empty.step.account.how": "Sur la machine du desk\u00a0: rebond account link",
  "empty.step.accounts": "{count, plural, one {# compte relié} other {# comptes reliés}}",
  "empty.step.day": "Importer une journée",
  "empty.step.day.how": "Une feuille CSV, relue avant d’être prise",
  "empty.step.days": "{count, plural, one {# rendez-vous prévu} other {# rendez-vous prévus}}",
  "empty.step.feed": "Relier un flux",
  "empty.step.feed.how": "Les résultats arrivent alors d’eux-mêmes",
  "empty.step.feeds":
    "{count, plural, one {# flux relié, rien reçu} other {# flux reliés, rien reçu}}",
};
