/** People and teams as a draft has them, from whatever a format gives. */
import type { Participant } from "#shared/moments.ts";
import { organisationName } from "#shared/organisations.ts";

type Given = {
  code: string;
  type: Participant["type"];
  givenName?: string | null;
  familyName?: string | null;
  /** As the provider shows it; used where the parts of the name are not told apart, and for teams. */
  name?: string | null;
  organisation?: string | null;
  /** `W`, `F`, `Female`, `M`, `Male`; anything else is unknown. */
  gender?: string | null;
  rank?: number | null;
  result?: string | null;
  irm?: string | null;
};

/** A participant; a capital family name is written as people write it. */
export function personOf(given: Given): Participant {
  const isTeam = given.type === "team";
  const organisation = given.organisation ?? null;
  const known = organisation ? organisationName(organisation) : null;
  const givenName = isTeam ? null : (given.givenName ?? null);
  const familyName = isTeam ? null : readableName(given.familyName ?? null);
  const parts = [givenName, familyName].filter((part) => part !== null).join(" ");
  return {
    code: given.code,
    type: given.type,
    name: parts || given.name || known?.en || organisation || given.code,
    givenName,
    familyName,
    organisation,
    organisationName: known,
    gender: isTeam ? null : genderOf(given.gender ?? null),
    rank: given.rank ?? null,
    result: given.result ?? null,
    irm: given.irm ?? null,
  };
}

/** `FERROL` → `Ferrol`, `McLEAN-ORTIZ` → `McLean-Ortiz`, `van LIEREN` → `van Lieren`. */
export function readableName(name: string | null): string | null {
  if (name === null) return null;
  return name.replace(/\p{Lu}{2,}/gu, (run) =>
    /^(II|III|IV)$/.test(run) ? run : run.slice(0, 1) + run.slice(1).toLocaleLowerCase("en"),
  );
}

/**
 * `FERROL Ana`, family name in capitals and first: the order of results services. A name without capitals is one
 * whole: nobody can tell which part is which.
 */
export function splitName(name: string): { givenName: string | null; familyName: string | null } {
  const words = name.trim().split(/\s+/);
  const isFamily = (word: string) =>
    /\p{Lu}{2}/u.test(word) || /^[a-z]{1,3}$|^d['’]|^Ma?c$/.test(word);
  const count = words.findIndex((word) => !isFamily(word));
  const family = words.slice(0, count === -1 ? words.length : count);
  if (!family.some((word) => /\p{Lu}{2}/u.test(word))) return { givenName: null, familyName: null };
  const rest = words.slice(family.length);
  return { givenName: rest.join(" ") || null, familyName: family.join(" ") };
}

function genderOf(code: string | null): "W" | "M" | null {
  if (code === null) return null;
  if (/^(w|f|women|female)$/i.test(code)) return "W";
  return /^(m|men|male)$/i.test(code) ? "M" : null;
}
