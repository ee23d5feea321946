/** French wording of whom the desk looks for. */
export const frWatch = {
  "watch.title": "Qui suivre",
  "watch.note":
    "Compte pour ce que le desk apprend à partir de maintenant. Les moments déjà là gardent leur note, sauf si un flux les change.",
  "watch.houseTeams": "Nos délégations",
  "watch.houseTeams.how": "Celles que ce desk raconte d’abord\u00a0: leurs moments montent.",
  "watch.watched": "Personnes à suivre",
  "watch.watched.how":
    "Leurs moments montent. Par nom ou par code\u00a0; accents et capitales ne comptent pas.",
  "watch.hosts": "Pays hôte",
  "watch.hosts.how":
    "Ses moments ne montent pas\u00a0: le desk rappelle de lui laisser la primeur.",
  "watch.history": "Ce qu’aucun flux ne sait",
  "watch.neverMedalled": "Jamais de médaille jusqu’ici",
  "watch.neverMedalled.how": "Leur première médaille sera dite première de l’histoire.",
  "watch.neverGold": "Jamais d’or jusqu’ici",
  "watch.neverGold.how": "Leur premier or sera dit premier de l’histoire.",
  "watch.fromTheStart": "Le desk entend tout depuis le premier jour",
  "watch.fromTheStart.how": "Sans cela, aucune médaille n’est dite première ici.",
  "watch.add": "Nom ou code",
  "watch.remove": "Retirer {name}",
  "watch.unknownCode": "code absent du dictionnaire",
  "watch.asTyped": "comme écrit",
  "watch.there": "{name} y est déjà.",
  "watch.noDelegation":
    "Aucune délégation ne répond à «\u00a0{typed}\u00a0». Essayez son code de trois lettres.",
} as const;
