/** French wording of the top bar: the clocks, how old the feeds are, who else is there. */
export const frAround = {
  "clock.venue": "{place}, lieu",
  "clock.home": "{place}, équipe",
  "clock.drift": "Horloge de cet appareil {by}\u00a0s",
  "clock.drift.note": "Les heures et les comptes à rebours affichés suivent le serveur.",
  "feed.age.live": "Flux {seconds}\u00a0s",
  "feed.age.ago": "Flux\u00a0: {age}",
  "feed.age.never": "Flux\u00a0: rien reçu",
  "feed.age.slow": "Serveur muet {seconds}\u00a0s",
  "feed.age.slow.note":
    "La liaison traîne\u00a0: après 5 s sans nouvelles, le desk se dit déconnecté.",
  "feed.age.none": "Aucun flux",
  "presence.label": "Présents\u00a0: {names}",
  "others.write": "{count, plural, one {{names} écrit…} other {{names} écrivent…}}",
  "others.look": "{count, plural, one {{names} regarde} other {{names} regardent}}",
} as const;
