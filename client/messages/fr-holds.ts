/** French wording of the sheet of holds. */
export const frHolds = {
  "holds.title": "Retenues et comptes",
  "holds.note":
    "Retenir n’arrête que ce qui n’est pas parti. Lever n’envoie rien\u00a0: ce qui est échu attend dans «\u00a0Manqué\u00a0».",
  "holds.release.who": "Seul un producteur lève une retenue.",
  "holds.global": "Tout le desk",
  "holds.campaign": "Cette campagne",
  "holds.accounts": "Comptes",
  "holds.free": "Rien n’est retenu",
  "holds.account.free": "Part normalement",
  "holds.account.under": "Retenu avec tout le reste",
  "holds.held": "Retenu par {who} depuis {since}",
  "holds.held.desk": "Retenu par le desk depuis {since}",
  "holds.signIn": "{network} refuse l’accès depuis {since}",
  "holds.signIn.how":
    "À relier de nouveau, sur la machine du desk\u00a0: rebond account link. La retenue se lève alors seule.",
  "holds.waiting": "{count, plural, one {# message attend} other {# messages attendent}}",
  "holds.place": "Retenir",
  "holds.of": "{act}, {what}",
  "undo.account": "Annulable pendant",
  "undo.account.label": "Secondes pour annuler un envoi vers {account}, 10 au plus",
  "undo.account.now":
    "{count, plural, =0 {rien\u00a0: tout part aussitôt} other {#\u00a0s au moins}}",
} as const;
