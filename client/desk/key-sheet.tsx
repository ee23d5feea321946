import { enKeys } from "../messages/en-keys.ts";
import { frKeys } from "../messages/fr-keys.ts";
import { addWords, type Say, useSay } from "../messages/words.tsx";
import { setCharacterKeys, useCharacterKeys } from "../ui/characters.ts";
import { capsOf } from "../ui/presses.ts";
import { Sheet } from "../ui/sheet.tsx";
import { Switch } from "../ui/switch.tsx";
import { type Question, useAsking } from "./ask-key.ts";
import { restoreKeys, useChosenKeys } from "./chosen-keys.ts";
import type { DeskKey } from "./desk-keys.ts";
import { useDesk } from "./desk-store.ts";
import { KeyCaps, PressCaps } from "./key-caps.tsx";
import styles from "./key-sheet.module.css";
import { inForce, keyTable, nameOf, type Slot, slots } from "./key-table.ts";

addWords({ fr: frKeys, en: enKeys });

type Asking = ReturnType<typeof useAsking>;

/** Every act there is and its keys, from the registry: each may be given another; and the switch for single characters. */
export function KeySheet({ keys }: { keys: readonly DeskKey[] }) {
  const say = useSay();
  const asking = useAsking();
  const said = useSaid(keys, asking);
  return (
    <Sheet
      title={say("keys.title")}
      ownKeys={asking.question !== null}
      onClose={() => useDesk.setState({ sheetOpen: false })}
    >
      {() => (
        <>
          <output className={styles.said} data-asking={asking.question !== null}>
            {said}
          </output>
          <dl className={styles.keys}>
            {keys.map((key) => (
              <Row key={key.id} of={key} asking={asking} />
            ))}
          </dl>
          <RestoreAll asking={asking} />
          <Characters />
        </>
      )}
    </Sheet>
  );
}

function Row({ of, asking }: { of: DeskKey; asking: Asking }) {
  const say = useSay();
  const chosen = useChosenKeys((state) => state.chosen);
  const mine = slots.filter(({ id }) => id === of.id);
  return (
    <div data-key={of.id}>
      <dt>
        {keyTable[of.id].drawn && <KeyCaps of={of.id} />}
        {mine.map((slot) => (
          <SlotButton key={slot.first} slot={slot} act={say(of.says)} asking={asking} />
        ))}
      </dt>
      <dd>
        {say(of.says)}
        {mine
          .filter((slot) => nameOf(slot) in chosen)
          .map((slot) => (
            <Restore key={slot.first} slot={slot} act={say(of.says)} asking={asking} />
          ))}
      </dd>
    </div>
  );
}

type SlotProps = { slot: Slot; act: string; asking: Asking };

function SlotButton({ slot, act, asking }: SlotProps) {
  const say = useSay();
  const press = inForce(slot, useChosenKeys().chosen);
  const { question } = asking;
  const isAsked = question !== null && nameOf(question.slot) === nameOf(slot);
  return (
    <button
      type="button"
      className={styles.slot}
      data-slot={nameOf(slot)}
      aria-pressed={isAsked}
      aria-label={
        press ? say("keys.change", { act, key: written(say, press) }) : say("keys.give", { act })
      }
      onClick={() => (isAsked ? asking.stop() : asking.ask(slot))}
      onBlur={asking.stop}
    >
      {isAsked ? "…" : press ? <PressCaps press={press} /> : say("keys.none")}
    </button>
  );
}

/** Back to the key the desk has here. The focus goes to the key: this button is gone. */
function Restore({ slot, act, asking }: SlotProps) {
  const say = useSay();
  const key = slot.first && written(say, slot.first);
  return (
    <button
      type="button"
      className={styles.restore}
      aria-label={
        key ? say("keys.restore.label", { act, key }) : say("keys.restoreNone.label", { act })
      }
      onClick={() => {
        document.querySelector<HTMLElement>(`[data-slot="${nameOf(slot)}"]`)?.focus();
        asking.restore(slot);
      }}
    >
      {key ? say("keys.restore", { key }) : say("keys.restoreNone")}
    </button>
  );
}

function RestoreAll({ asking }: { asking: Asking }) {
  const say = useSay();
  const none = useChosenKeys(({ chosen }) => Object.keys(chosen).length === 0);
  return (
    <button
      type="button"
      className={styles.all}
      aria-disabled={none}
      onClick={() => {
        restoreKeys();
        asking.restored();
      }}
    >
      {say("keys.restoreAll")}
    </button>
  );
}

/** Single-character keys can be switched off (WCAG 2.1.4). */
function Characters() {
  const say = useSay();
  const on = useCharacterKeys((state) => state.on);
  return (
    <div className={styles.characters}>
      <Switch on={on} onTurn={setCharacterKeys} name={say("keys.letters")}>
        {say("keys.letters.note")}
      </Switch>
    </div>
  );
}

/** How a press is said: `Ctrl K`. */
function written(say: Say, press: string): string {
  return capsOf(press)
    .map((cap) => (typeof cap === "string" ? say(cap) : cap.face))
    .join(" ");
}

/** What is asked, why an answer is refused, what was done; and before any of it, how. */
function useSaid(keys: readonly DeskKey[], { question, done }: Asking): string {
  const say = useSay();
  const { chosen } = useChosenKeys();
  const wordsOf = (id: DeskKey["id"]): string => {
    const key = keys.find((each) => each.id === id);
    return key ? say(key.says) : "";
  };
  if (question) return questionWords(say, wordsOf, question);
  if (done === "all") return say("keys.allRestored");
  if (!done) return say("keys.how");
  const press = inForce(done, chosen);
  const act = wordsOf(done.id);
  return press
    ? say("keys.done", { act, key: written(say, press) })
    : say("keys.doneNone", { act });
}

function questionWords(
  say: Say,
  wordsOf: (id: DeskKey["id"]) => string,
  { slot, first, refused }: Question,
): string {
  const act = wordsOf(slot.id);
  if (!refused)
    return first
      ? say("keys.askNext", { act, key: written(say, first) })
      : say("keys.ask", { act });
  const { press, because } = refused;
  const key = written(say, press);
  if (because.why === "taken") return say("keys.taken", { key, by: wordsOf(because.by) });
  return say(`keys.refused.${because.why}`, { key });
}
