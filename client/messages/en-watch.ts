import type { frWatch } from "./fr-watch.ts";

/** English wording of whom the desk looks for. */
export const enWatch: Record<keyof typeof frWatch, string> = {
  "watch.title": "Whom to watch",
  "watch.note":
    "Counts for what the desk learns from now on. Moments already here keep their score, unless a feed changes them.",
  "watch.houseTeams": "Our delegations",
  "watch.houseTeams.how": "Those this desk tells of first: their moments rank higher.",
  "watch.watched": "People to follow",
  "watch.watched.how":
    "Their moments rank higher. By name or code; accents and capitals do not count.",
  "watch.hosts": "Host",
  "watch.hosts.how":
    "Its moments rank no higher: the desk reminds you that they are its own to tell first.",
  "watch.history": "What no feed knows",
  "watch.neverMedalled": "Never a medal before",
  "watch.neverMedalled.how": "Their first medal will be called the first ever.",
  "watch.neverGold": "Never a gold before",
  "watch.neverGold.how": "Their first gold will be called the first ever.",
  "watch.fromTheStart": "The desk has heard everything since the first day",
  "watch.fromTheStart.how": "Without that, no medal is called the first here.",
  "watch.add": "Name or code",
  "watch.remove": "Remove {name}",
  "watch.unknownCode": "a code not in the dictionary",
  "watch.asTyped": "as written",
  "watch.there": "{name} is there already.",
  "watch.noDelegation": "No delegation answers to “{typed}”. Try its three-letter code.",
};
