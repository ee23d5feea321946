/** Names of events in French, from English ones: whole where one is known, else piece by piece. */

/** What an event is called once its gender is taken off, in lower case. */
const whole: Record<string, string> = {
  "triple jump": "triple saut",
  "long jump": "saut en longueur",
  "high jump": "saut en hauteur",
  "pole vault": "saut à la perche",
  "shot put": "lancer du poids",
  "discus throw": "lancer du disque",
  "hammer throw": "lancer du marteau",
  "javelin throw": "lancer du javelot",
  decathlon: "décathlon",
  heptathlon: "heptathlon",
  pentathlon: "pentathlon",
  octathlon: "octathlon",
  marathon: "marathon",
  "half marathon": "semi-marathon",
  "weight throw": "lancer du poids lourd",
  team: "équipes",
  "mixed team": "équipes mixtes",
  individual: "individuel",
  singles: "simple",
  doubles: "double",
  relay: "relais",
  "single sculls": "skiff",
  "double sculls": "deux de couple",
  "quadruple sculls": "quatre de couple",
  pair: "deux de pointe",
  four: "quatre de pointe",
  eight: "huit",
  "lightweight single sculls": "skiff poids légers",
  "lightweight double sculls": "deux de couple poids légers",
  "all-around": "concours général",
  "floor exercise": "sol",
  vault: "saut",
  "uneven bars": "barres asymétriques",
  "balance beam": "poutre",
  "parallel bars": "barres parallèles",
  "horizontal bar": "barre fixe",
  rings: "anneaux",
  "pommel horse": "cheval d’arçons",
  "individual all-around": "concours général individuel",
  "group all-around": "concours général par ensembles",
  "road race": "course en ligne",
  "individual time trial": "contre-la-montre",
  "team sprint": "vitesse par équipes",
  "team pursuit": "poursuite par équipes",
  sprint: "vitesse",
  keirin: "keirin",
  omnium: "omnium",
  madison: "américaine",
  "cross-country": "cross-country",
  "kayak single": "kayak monoplace",
  "canoe single": "canoë monoplace",
  "kayak cross": "kayak cross",
  windsurfing: "planche à voile",
  dinghy: "dériveur",
  "mixed dinghy": "dériveur mixte",
  multihull: "multicoque",
  kite: "kite",
  trap: "fosse",
  skeet: "skeet",
  "trap team": "fosse par équipes",
  "skeet team": "skeet par équipes",
  "individual stroke play": "stroke play individuel",
  "boulder & lead": "bloc et difficulté",
  "boulder and lead": "bloc et difficulté",
  speed: "vitesse",
  duet: "duo",
  shortboard: "shortboard",
  downhill: "descente",
  "giant slalom": "slalom géant",
  moguls: "bosses",
  "dual moguls": "bosses en parallèle",
  aerials: "saut acrobatique",
  "mass start": "départ groupé",
  pursuit: "poursuite",
  "ice dance": "danse sur glace",
  "pair skating": "couples",
  "normal hill individual": "tremplin normal",
  "large hill individual": "grand tremplin",
};

/** Tried in order on what is not known whole; `frenchEvent` names what the first group holds. */
const patterns: readonly [RegExp, (...found: string[]) => string][] = [
  [/^(.+) relay$/, (_, what = "") => `relais ${frenchEvent(what)}`],
  [/^relay (.+)$/, (_, what = "") => `relais ${frenchEvent(what)}`],
  [/^synchronised (.+)$/, (_, what = "") => `${frenchEvent(what)} synchronisé`],
  [/^(\S+ m) platform$/, (_, height = "") => `plongeoir à ${height}`],
  [/^(\S+ m) springboard$/, (_, height = "") => `tremplin à ${height}`],
  [/^(foil|épée|epee|sabre) individual$/, (_, arm = "") => `${arms[arm]} individuel`],
  [/^(foil|épée|epee|sabre) team$/, (_, arm = "") => `${arms[arm]} par équipes`],
  [/^(dressage|eventing|jumping) individual$/, (_, what = "") => `${riding[what]} individuel`],
  [/^(dressage|eventing|jumping) team$/, (_, what = "") => `${riding[what]} par équipes`],
  [/^(\S+ m) rapid fire pistol$/, (_, range = "") => `pistolet vitesse à ${range}`],
  [/^(\S+ m) (?:air )?(pistol|rifle)(.*)$/, shooting],
  [/^(kayak|canoe) (single|double|four) (.+ m)$/, paddling],
  [/^(\S+ km) race walk$/, (_, length = "") => `${length} marche`],
  [/^race walk (.*)$/, (_, what = "") => `marche ${frenchEvent(what)}`],
  [/^greco-roman (.+)$/, (_, weight = "") => `gréco-romaine ${weight}`],
  [/^freestyle (.+ kg)$/, (_, weight = "") => `libre ${weight}`],
  [/^(.+ m) hurdles$/, (_, length = "") => `${length} haies`],
  [/^(.+ m) steeplechase$/, (_, length = "") => `${length} steeple`],
  [/^(.+ m) freestyle$/, (_, length = "") => `${length} nage libre`],
  [/^(.+ m) backstroke$/, (_, length = "") => `${length} dos`],
  [/^(.+ m) breaststroke$/, (_, length = "") => `${length} brasse`],
  [/^(.+ m) butterfly$/, (_, length = "") => `${length} papillon`],
  [/^(.+ m) (?:individual )?medley$/, (_, length = "") => `${length} quatre nages`],
];
const arms: Record<string, string> = {
  foil: "fleuret",
  épée: "épée",
  epee: "épée",
  sabre: "sabre",
};
const riding: Record<string, string> = {
  dressage: "dressage",
  eventing: "concours complet",
  jumping: "saut d’obstacles",
};
const crews: Record<string, string> = { single: "monoplace", double: "biplace", four: "à quatre" };

/** In French where it is known; as it is where it is not. */
export function frenchEvent(core: string): string {
  const known = whole[core];
  if (known) return known;
  for (const [pattern, write] of patterns) {
    const found = pattern.exec(core);
    if (found) return write(...found);
  }
  return core.replace(/(\d)\.(\d)/g, "$1,$2").replace(/(\d),(?=\d{3}(?!\d))/g, "$1\u00a0");
}

function shooting(_: string, range = "", arm = "", rest = ""): string {
  const positions = rest.replace(" team", " par équipes");
  return `${arm === "rifle" ? "carabine" : "pistolet"} à ${range}${positions}`;
}

function paddling(_: string, boat = "", crew = "", length = ""): string {
  return `${boat === "kayak" ? "kayak" : "canoë"} ${crews[crew]} ${length}`;
}
