/** French wording of the sheet of modes. */
export const frMode = {
  "mode.title": "Mode du desk",
  "mode.now": "en ce moment",
  "mode.ask.title": "Passer en direct\u00a0?",
  "mode.ask.count":
    "{count, plural, =0 {Aucun compte public n’est relié\u00a0: rien ne pourra partir.} one {Ce que vous publierez sera public, sur ce compte\u00a0:} other {Ce que vous publierez sera public, sur ces # comptes\u00a0:}}",
  "mode.ask.yes": "Passer en direct",
  "mode.ask.no": "Pas maintenant",
} as const;
