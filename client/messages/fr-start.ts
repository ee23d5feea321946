/** French wording of a desk with nothing to handle: what came last, what comes next. */
export const frStart = {
  "moments.emptyLens": "Aucun moment ici pour l’instant.",
  "empty.title": "Rien à traiter.",
  "empty.quiet":
    "Les moments qui comptent s’afficheront ici d’eux-mêmes.{last, plural, =0 {} other { Derniers résultats\u00a0:}}",
  "rehearsal.start": "Lancer la répétition",
  "rehearsal.stop": "Arrêter la répétition",
  "rehearsal.playing": "La soirée d’essai se joue",
  "empty.next": "Prochain rendez-vous dans {left}",
} as const;
