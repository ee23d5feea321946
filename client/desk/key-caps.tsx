/** The keys in force, as they are drawn, written and told to a screen reader. */
import { Fragment } from "react";
import { useSay } from "../messages/words.tsx";
import { Cap, type Tone } from "../ui/cap.tsx";
import { ariaOf, type Cap as CapFace, capsOf } from "../ui/presses.ts";
import { useChosenKeys } from "./chosen-keys.ts";
import { type KeyId, keyTable, pressesOf } from "./key-table.ts";

/** What is drawn for an act: its first press, or what stays of it; nothing where no key calls it. */
function useFaces(id: KeyId): string[] {
  const say = useSay();
  const chosen = useChosenKeys((state) => state.chosen);
  const { drawn } = keyTable[id];
  const [first] = pressesOf(id, chosen);
  const caps: readonly CapFace[] = drawn ?? (first ? capsOf(first) : []);
  return caps.map((cap) => (typeof cap === "string" ? say(cap) : cap.face));
}

/** The caps of an act's first key. */
export function KeyCaps({ of, tone }: { of: KeyId; tone?: Tone }) {
  return <Faces faces={useFaces(of)} tone={tone} />;
}

/** The caps of one press. */
export function PressCaps({ press }: { press: string }) {
  const say = useSay();
  const faces = capsOf(press).map((cap) => (typeof cap === "string" ? say(cap) : cap.face));
  return <Faces faces={faces} />;
}

function Faces({ faces, tone }: { faces: readonly string[]; tone?: Tone | undefined }) {
  return faces.map((face, at) => (
    <Fragment key={at}>
      {at > 0 && " "}
      <Cap {...(tone && { tone })}>{face}</Cap>
    </Fragment>
  ));
}

/** The key of an act in words: `Espace`, `G R`. */
export function useKeyWords(id: KeyId): string {
  return useFaces(id).join(" ");
}

/** Every key of an act for `aria-keyshortcuts`. */
export function useShortcut(id: KeyId): { "aria-keyshortcuts"?: string } {
  const chosen = useChosenKeys((state) => state.chosen);
  const written = pressesOf(id, chosen).flatMap((press) => ariaOf(press) ?? []);
  return written.length > 0 ? { "aria-keyshortcuts": written.join(" ") } : {};
}
