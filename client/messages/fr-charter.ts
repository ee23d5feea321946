/** French wording of the charter: what takes two, how long it can be undone, silences, the picture. */
export const frCharter = {
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
  "undo.sensitive": "Temps d’annuler",
  "undo.sensitive.note":
    "Un message part d’un seul tenant\u00a0: le compte qui demande le plus décide pour tous. Ce qui se publie à deux attend, une fois l’accord donné, au moins le temps que voici.",
  "undo.sensitive.field": "Ce qui se publie à deux",
  "undo.sensitive.label": "Secondes pour annuler ce qui se publie à deux, 10 au plus",
  "picture.title": "Avec l’image",
  "picture.rule": "Jamais avant l’image",
  "picture.rule.how":
    "Un flux devance souvent l’image. Ce qui est publié attend qu’elle soit à l’antenne, d’après les derniers appuis sur {key} de ceux qui la voient. D’ici là, tout reste annulable.",
  "house.title": "Les mots de la maison",
  "house.note":
    "Chaque texte y est confronté pendant qu’il s’écrit. Un mot interdit ne part pas\u202f; le reste s’affiche, et l’éditeur juge.",
  "house.hashtag": "Le mot-dièse de chaque message",
  "house.banned": "Jamais dits, un par ligne",
  "house.emoji": "Émojis par message, au plus",
  "house.try": "Essayez un texte",
  "house.try.how": "Ce que la charte en dirait s’affiche ici.",
  "house.try.well": "Rien à redire.",
  "house.save": "Garder ces règles",
  "house.set": "Ces règles valent dès maintenant.",
} as const;
