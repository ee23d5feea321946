/** The editor's words in what is armed: pure, and rendered at once as the server will. */
import type { Rendering } from "#shared/commands.ts";
import { type Edit, isWritable, pasted } from "#shared/edits.ts";
import { wornBy } from "#shared/networks.ts";
import { reworded } from "#shared/rendering.ts";
import { type Armed, armedAccounts, type Words } from "./desk-store.ts";

type Place = Pick<Rendering, "accountId" | "locale">;

/** One account in one language. */
export function placeOf({ accountId, locale }: Place): string {
  return `${accountId} ${locale}`;
}

/** What a field shows: the words as typed, else the prepared ones. */
export function typedIn({ words }: Armed, rendering: Rendering): string {
  return words[placeOf(rendering)] ?? rendering.text;
}

/** Whether something in it is the editor's own. */
export function isEdited({ words }: Armed): boolean {
  return Object.keys(words).length > 0;
}

/** With `text` in one place, and wherever the same words were prepared in the same language: they are one wording. */
export function written(armed: Armed, place: Place, text: string): Armed {
  const prepared = armed.prepared.find((each) => placeOf(each) === placeOf(place));
  if (!prepared) return armed;
  const alike = armed.prepared.filter(
    (each) => each.locale === prepared.locale && each.text === prepared.text,
  );
  const changed = alike.map((each) => [placeOf(each), pasted(text)]);
  return withWords(armed, { ...armed.words, ...Object.fromEntries(changed) });
}

/** With these words and no others. What would leave is another thing then, so it is another intent. */
export function withWords(armed: Armed, words: Words): Armed {
  const accounts = armedAccounts(armed);
  const dressed = (rendering: Rendering): Rendering => {
    const prepared = armed.prepared.find((each) => placeOf(each) === placeOf(rendering));
    const account = accounts.find(({ id }) => id === rendering.accountId);
    if (!prepared || !account) return rendering;
    const text = words[placeOf(rendering)];
    if (text === undefined) return prepared;
    const { fits: _, ...own } = reworded({ ...prepared, fits: false }, wornBy(account), text);
    return { ...own, hash: null };
  };
  return {
    ...armed,
    commandId: crypto.randomUUID(),
    words: ownOf(armed, words),
    renderings: armed.renderings.map(dressed),
    leftOutRenderings: armed.leftOutRenderings.map(dressed),
    phase: armed.phase === "stale" ? "stale" : "arming",
  };
}

/** What was typed and then undone is not the editor's. */
function ownOf({ prepared }: Armed, words: Words): Words {
  const own = prepared
    .map((each) => ({ place: placeOf(each), text: each.text }))
    .filter(({ place, text }) => words[place] !== undefined && words[place] !== text);
  return Object.fromEntries(own.map(({ place }) => [place, words[place]!]));
}

/** The words for what will leave, as the server is told them; nothing where every word is the template's. */
export function editsOf({ words, renderings }: Armed): { edits?: Edit[] } {
  const edits = renderings.flatMap(({ accountId, locale }) => {
    const text = words[placeOf({ accountId, locale })];
    return text === undefined ? [] : [{ accountId, locale, text }];
  });
  return edits.length > 0 ? { edits } : {};
}

/** Whether the server can be asked about it. */
export function isSayable(armed: Armed): boolean {
  return (editsOf(armed).edits ?? []).every(({ text }) => isWritable(text));
}
