import { frActing } from "./fr-acting.ts";
import { frApproval } from "./fr-approval.ts";
import type { frAgreeing } from "./fr-agreeing.ts";
import type { frAttention } from "./fr-attention.ts";
import { frAround } from "./fr-around.ts";
import { frCertainty } from "./fr-certainty.ts";
import type { frCharter } from "./fr-charter.ts";
import { frEdit } from "./fr-edit.ts";
import type { frFeeds } from "./fr-feeds.ts";
import type { frHolds } from "./fr-holds.ts";
import type { frKeys } from "./fr-keys.ts";
import type { frMode } from "./fr-mode.ts";
import type { frNear } from "./fr-near.ts";
import type { frQueue } from "./fr-queue.ts";
import type { frRundown } from "./fr-rundown.ts";
import type { frSpotter } from "./fr-spotter.ts";
import { frStart } from "./fr-start.ts";
import type { frHowToStart } from "./fr-how-to-start.ts";
import type { frToMoment } from "./fr-to-moment.ts";
import type { frWatch } from "./fr-watch.ts";

/**
 * French wording, and the list of every message of the first load: `en.ts` must have the same keys or it does not compile.
 * Spaces before double punctuation are written as escapes so that they can be seen.
 */
export const fr = {
  ...frActing,
  ...frApproval,
  ...frAround,
  ...frCertainty,
  ...frEdit,
  ...frStart,
  "app.loading": "Ouverture du desk…",
  "app.waiting": "Le serveur ne répond pas encore. Nouvel essai dans un instant.",

  "broken.title": "Ce desk s’est arrêté sur une erreur",
  "broken.detail":
    "Ce qui a été publié ou retenu est en sûreté sur le serveur. Rechargez pour reprendre où vous en étiez.",

  "signedOut.title": "Vous n’êtes pas connecté",
  "signedOut.lead":
    "Le desk s’ouvre avec un lien à usage unique, affiché dans le terminal au démarrage.",
  "signedOut.again":
    "Plus de lien sous la main\u00a0? Demandez-en un sur la machine du desk\u00a0:",
  "signedOut.then": "Ouvrez-le dans ce navigateur\u00a0: vous y resterez connecté.",

  "mode.off": "Hors antenne",
  "mode.rehearsal": "Répétition",
  "mode.onAir": "En direct",
  "mode.rehearsal.note": "Les messages partent vers le réseau d’essai. Rien ne devient public.",
  "mode.onAir.note": "Les messages sont publics.",
  "mode.off.note": "Aucun message ne peut partir.",
  "mode.open": "Mode\u00a0: {mode}. Changer",
  "mode.close": "Fermer",
  "network.rehearsal": "Réseau d’essai",

  "feed.open": "Voir les flux",
  "feed.troubled": "{count, plural, one {, un flux en défaut} other {, # flux en défaut}}",
  "feed.trouble.unreachable": "ne répond pas",
  "feed.trouble.refused": "répond par une erreur",
  "feed.trouble.unreadable": "envoie ce qu’on ne comprend pas",
  "feed.trouble.shrunk": "a retiré trop de choses d’un coup",
  "feed.trouble.behind": "raconte ce qui est déjà loin",
  "watch.open": "Qui suivre",
  "locale.switch.label": "EN, passer en anglais",
  "theme.paper": "Passer au thème papier, pour le plein jour",
  "theme.night": "Passer au thème nuit, pour la salle sombre",

  "hold.place": "Tout retenir",
  "hold.release": "Lever la retenue",
  "hold.held": "Tout est retenu",
  "hold.who": "par {who}, depuis {since}",
  "hold.note": "Rien de nouveau ne part.",
  "hold.waiting": "{count, plural, one {# message retenu.} other {# messages retenus.}}",
  "hold.leaving":
    "{count, plural, =0 {Rien n’était déjà en route.} one {# message était déjà en route.} other {# messages étaient déjà en route.}}",

  "lost.title": "Déconnecté depuis {since}.",
  "lost.detail": "Ce que vous voyez date de {time}.",
  "lost.blank": "Connexion au serveur…",
  "catchUp.title": "Rattrapage {done}/{total}",
  "catchUp.start": "Rattrapage…",
  "meanwhile.title": "Pendant {duration}\u00a0: {what}",
  "meanwhile.nothing": "rien de nouveau",
  "meanwhile.close": "Vu",
  "tooOld.title": "Ce desk a été mis à jour.",
  "tooOld.detail": "La version ouverte ici est trop ancienne pour suivre le direct.",
  "tooOld.reload": "Recharger",

  "moments.title": "Moments",
  "moments.lenses": "Filtrer les moments",
  "moments.feed": "Moments, du plus récent au plus ancien",
  "lens.handle": "À traiter",
  "lens.all": "Tous",
  "lens.medals": "Médailles",
  "moments.new": "{count, plural, one {# nouveau moment} other {# nouveaux moments}}",
  "moments.arrived":
    "{count, plural, one {# nouveau moment} other {# nouveaux moments}}{medals, plural, =0 {} one {, dont # médaille} other {, dont # médailles}}",
  "told.big":
    "{headline}{others, plural, =0 {} one {, et # autre moment fort} other {, et # autres moments forts}}",
  "told.untrue":
    "Ce qui est public n’est plus exact\u00a0: {headline}{others, plural, =0 {} one {, et # autre} other {, et # autres}}",
  "called.big": "Moment fort, à traiter.",
  "called.untrue": "Ce qui est public n’est plus exact.",
  "tab.hidden": "{count, plural, =0 {} other {(#) }}Rebond – {state}",
  "tab.lost": "Déconnecté",

  "kind.start": "Départ",
  "kind.schedule": "Programme",
  "kind.lead": "Changement de tête",
  "kind.goal": "But",
  "kind.card": "Carton",
  "kind.period": "Fin de période",
  "kind.qualification": "Qualification",
  "kind.result": "Résultat",
  "kind.medal": "Médaille",
  "kind.medal.gold": "Médaille d’or",
  "kind.medal.silver": "Médaille d’argent",
  "kind.medal.bronze": "Médaille de bronze",
  "kind.record": "Record",
  "kind.disqualification": "Disqualification",
  "kind.retirement": "Abandon",
  "kind.incident": "Incident de course",
  "kind.emotion": "Émotion",
  "kind.ceremony": "Cérémonie",
  "kind.news": "Nouvelle",
  "kind.note": "Note",
  "kinds.counted.medal": "{count, plural, one {# médaille} other {# médailles}}",
  "kinds.counted.record": "{count, plural, one {# record} other {# records}}",
  "kinds.counted.result": "{count, plural, one {# résultat} other {# résultats}}",
  "kinds.counted.other": "{count, plural, one {# autre moment} other {# autres moments}}",

  "status.provisional": "Provisoire",
  "status.confirmed": "Confirmé",
  "status.protested": "Réclamation",
  "status.corrected": "Corrigé",
  "status.withdrawn": "Retiré",
  "row.late": "En retard",
  "row.published": "Publié, {span}",
  "row.publishedOnly": "Publié",
  "row.leaving": "En route",
  "row.undoable": "Annulable",
  "row.planned": "À l’heure dite",
  "row.uncertain": "Incertain",
  "row.held": "Retenu",
  "row.missed": "Manqué",
  "row.passed": "Passé par {by}",
  burst: "{count, plural, one {et # autre} other {et # autres}}",
  "burst.in": "{count, plural, one {et # autre} other {et # autres}}, {discipline}",
  "row.changedAfter": "Changé après publication",

  "detail.none": "Choisissez un moment",
  "detail.noneHow": "Flèches pour parcourir, ou un clic. La sélection ne bouge jamais d’elle-même.",
  "detail.source": "Source",
  "detail.version": "Version",
  "detail.status": "Statut",
  "detail.posted": "Déjà publié",
  "detail.posted.none": "rien",
  "detail.posted.some": "{count, plural, one {# message} other {# messages}}, {age}",
  "detail.test": "Message d’essai",
  "detail.late": "Appris en retard",
  "detail.minute": "Minute",
  "detail.score": "Score",
  "detail.previous": "Ancien record",
  "detail.read": "Lire",
  "detail.disagrees": "{feed} dit encore\u00a0: {status}",
  "detail.disagrees.since": "depuis {time}",
  "detail.seen": "Vu à {time}\u00a0: {what} ({by})",
  "detail.attached": "À propos de",
  "detail.photo": "Photo jointe",
  "detail.people": "De qui",
  "detail.claim": "Suivi par",
  "detail.claim.mine": "vous",
  "detail.why": "Pourquoi",
  "detail.points": "{points} pts",
  "detail.before": "Avant, version {version}",
  "detail.after": "Maintenant, version {version}",
  "detail.postedBefore":
    "Ce qui a été publié cite la version {version}. Le moment a changé depuis.",
  "detail.label": "Le moment choisi",
  "detail.untrue":
    "{count, plural, one {# message public n’est plus exact} other {# messages publics ne sont plus exacts}}",
  "detail.withdrawn": "Ce moment a été retiré par sa source. On n’y réagit pas.",
  "detail.protested":
    "Réclamation en cours\u00a0: le résultat peut changer. Aucune réaction ne part.",
  "detail.result": "Résultat",
  "detail.rank": "Rang",
  "detail.who": "Nom",
  "detail.country": "Délégation",
  "detail.mark": "Marque",
  "detail.back": "Moments",

  "language.fr": "français",
  "language.en": "anglais",

  "keys.scope.desk": "Touches\u00a0: desk",
  "keys.scope.text": "Touches\u00a0: texte",
  "key.browse": "parcourir",
  "key.up": "au moment du dessus",
  "key.down": "au moment du dessous",
  "key.pageUp": "une page plus haut",
  "key.pageDown": "une page plus bas",
  "key.unfold": "déplier ce qui est arrivé en rafale",
  "key.refold": "replier",
  "key.home": "voir les nouveaux",
  "key.search": "chercher un moment",
  "key.take": "préparer la première réaction",
  "key.take.short": "préparer",
  "key.reaction": "réaction",
  "key.fire": "publier ce qui est armé",
  "key.fire.short": "publier",
  "key.undo": "annuler mon dernier envoi",
  "key.undo.short": "annuler",
  "key.escape": "désarmer, puis désélectionner",
  "key.hold": "tout retenir (maintenir 1 s)",
  "lens.mine": "À moi",
  "row.mine": "Vous",
  "key.leaveOut": "écarter ce qui ne peut pas partir, ou partirait après, ou tout reprendre",
  "key.pass": "passer\u00a0: ce moment est laissé tel quel, pour tout le desk",
  "key.unpass": "reprendre un moment passé",
  "key.takeOver": "reprendre à un collègue",
  "key.missed": "aller au premier manqué",
  "key.spot": "saisir ce qu’on voit (1 à 8 ensuite)",
  "key.spot.short": "émotion",
  "spotter.title": "Ce que vous voyez",
  "key.rundown": "ouvrir le conducteur",
  "key.queue": "ouvrir la file d’envoi",
  "key.watch": "dire qui suivre",
  "key.accounts": "ouvrir les comptes et les retenues",
  "key.attention": "régler les sons, les rappels et le temps d’annuler",
  "key.feeds": "ouvrir les flux",
  "key.theme": "changer de thème, nuit ou papier",
  "key.language": "passer en anglais",
  "key.palette": "tout chercher\u00a0: gestes et moments",
  "key.palette.short": "chercher",
  "palette.title": "Gestes et moments",
  "palette.type": "Un geste ou un nom",
  "palette.moments": "Chercher un moment",
  "palette.name": "Un nom, une épreuve",
  "palette.noMoment":
    "Aucun moment ne répond à «\u00a0{typed}\u00a0». Essayez le début d’un nom ou d’une épreuve.",
  "palette.safe": "Rien ne se publie d’ici\u00a0: c’est {key}, sur le desk, qui publie.",
  "palette.none":
    "Rien ne répond à «\u00a0{typed}\u00a0». Essayez le début d’un mot\u00a0: retenir, flux, un nom.",
  "key.sheet": "toutes les touches",
  "cap.space": "Espace",
  "cap.enter": "Entrée",
  "cap.home": "Début",
  "cap.escape": "Échap",
  "cap.escapeHeld": "Échap 1 s",
  "cap.pageUp": "Page ↑",
  "cap.pageDown": "Page ↓",
  "cap.end": "Fin",
  "cap.insert": "Inser",
  "cap.delete": "Suppr",
  "cap.shift": "Maj",

  "rundown.title": "Conducteur",
  "queue.title": "File",
  "rundown.back": "Retour au desk",
  "keys.scope.screen": "Touches\u00a0: cet écran",
  outdated:
    "Cette page est plus ancienne que le serveur. Rechargez-la hors antenne pour ouvrir cet écran.",

  "tab.moments": "Moments",
  "tab.rail": "Ce qui part",

  "ago.now": "à l’instant",
  "ago.seconds": "il y a {count}\u00a0s",
  "ago.minutes": "il y a {count}\u00a0min",
  "ago.hours": "il y a {count}\u00a0h",
  "ago.days": "il y a {count}\u00a0j",
  "span.seconds": "{count}\u00a0s",
  "span.minutes": "{minutes}\u00a0min {seconds}",
  "span.hours": "{hours}\u00a0h {minutes}",
  "span.days": "{count}\u00a0j",
} as const;

/** With the wording of the parts that are fetched when they are first opened (`addWords`). */
export type MessageId =
  | keyof typeof fr
  | keyof typeof frRundown
  | keyof typeof frQueue
  | keyof typeof frSpotter
  | keyof typeof frFeeds
  | keyof typeof frWatch
  | keyof typeof frAttention
  | keyof typeof frHolds
  | keyof typeof frKeys
  | keyof typeof frMode
  | keyof typeof frCharter
  | keyof typeof frAgreeing
  | keyof typeof frNear
  | keyof typeof frHowToStart
  | keyof typeof frToMoment;
