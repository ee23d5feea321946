/** Whom the desk looks for, and what it knows of the past: the reasons of a score that no feed carries. */
import { useId, useState } from "react";
import type { Interests } from "#shared/campaigns.ts";
import type { Snapshot } from "#shared/changes.ts";
import { enWatch } from "../messages/en-watch.ts";
import { frWatch } from "../messages/fr-watch.ts";
import { addWords, useLocale, useSay } from "../messages/words.tsx";
import form from "../ui/form.module.css";
import { Sheet } from "../ui/sheet.tsx";
import { useDesk } from "./desk-store.ts";
import { changeInterests } from "./interests.ts";
import { refusalWords } from "./refusal-words.ts";
import { delegation, findDelegations, findPeople, holds, person, unknownCode } from "./watch.ts";
import { WatchPicker } from "./watch-picker.tsx";
import styles from "./watch-sheet.module.css";

addWords({ fr: frWatch, en: enWatch });

type Delegations = "houseTeams" | "hosts" | "neverMedalled" | "neverGold";
type List = Delegations | "watched";
type PartProps = { desk: Snapshot; onChange: (change: Change) => Promise<string | null> };
type Change = (now: Interests) => Partial<Interests>;

export function WatchSheet({ desk }: { desk: Snapshot }) {
  const say = useSay();
  const change = async (wanted: Change): Promise<string | null> => {
    const answer = await changeInterests(wanted);
    return answer === null || answer.ok ? null : refusalWords(say, answer);
  };
  const part = { desk, onChange: change };
  return (
    <Sheet
      title={say("watch.title")}
      ownKeys
      wide
      onClose={() => useDesk.setState({ watchOpen: false })}
    >
      {() => (
        <div className={styles.watch}>
          <p className={form.note}>{say("watch.note")}</p>
          <DelegationList {...part} list="houseTeams" isFirst />
          <People {...part} />
          <DelegationList {...part} list="hosts" />
          <section className={styles.history} aria-labelledby="watch-history">
            <h3 id="watch-history">{say("watch.history")}</h3>
            <DelegationList {...part} list="neverMedalled" />
            <DelegationList {...part} list="neverGold" />
            <FromTheStart {...part} />
          </section>
        </div>
      )}
    </Sheet>
  );
}

function adding(list: List, value: string): Change {
  return (now) => (holds(now[list], value) ? {} : { [list]: [...now[list], value] });
}

function removing(list: List, value: string): Change {
  return (now) => ({ [list]: now[list].filter((each) => each !== value) });
}

type DelegationProps = PartProps & { list: Delegations; isFirst?: boolean };

function DelegationList({ desk, onChange, list, isFirst = false }: DelegationProps) {
  const say = useSay();
  const locale = useLocale();
  const chosen = desk.campaign[list];
  return (
    <WatchPicker
      label={say(`watch.${list}`)}
      how={say(`watch.${list}.how`)}
      isFirst={isFirst}
      chosen={chosen.map((code) => delegation(code, locale))}
      find={(typed) => {
        const code = unknownCode(typed, chosen);
        const found = findDelegations(typed, locale, chosen);
        if (code === null) return found;
        return [...found, { value: code, name: code, note: say("watch.unknownCode") }];
      }}
      none={(typed) =>
        chosen.includes(typed.trim().toUpperCase())
          ? say("watch.there", { name: delegation(typed.trim().toUpperCase(), locale).name })
          : say("watch.noDelegation", { typed })
      }
      onAdd={(value) => onChange(adding(list, value))}
      onRemove={(value) => onChange(removing(list, value))}
    />
  );
}

function People({ desk: { campaign, moments }, onChange }: PartProps) {
  const say = useSay();
  const chosen = campaign.watched;
  return (
    <WatchPicker
      label={say("watch.watched")}
      how={say("watch.watched.how")}
      chosen={chosen.map((value) => person(value, moments))}
      find={(typed) => {
        const name = typed.trim();
        const found = findPeople(typed, moments, chosen);
        if (name === "" || holds([...chosen, ...found.map(({ name: each }) => each)], name))
          return found;
        return [...found, { value: name, name, note: say("watch.asTyped") }];
      }}
      none={(typed) => say("watch.there", { name: typed.trim() })}
      onAdd={(value) => onChange(adding("watched", value))}
      onRemove={(value) => onChange(removing("watched", value))}
    />
  );
}

function FromTheStart({ desk, onChange }: PartProps) {
  const say = useSay();
  const noteId = useId();
  const [said, setSaid] = useState<string | null>(null);
  return (
    <div className={styles.start}>
      <label className={form.check}>
        <input
          type="checkbox"
          aria-describedby={noteId}
          checked={desk.campaign.fromTheStart}
          onChange={({ target }) => {
            const fromTheStart = target.checked;
            onChange(() => ({ fromTheStart }))
              .then(setSaid)
              .catch(reportError);
          }}
        />
        {say("watch.fromTheStart")}
      </label>
      <small id={noteId}>{say("watch.fromTheStart.how")}</small>
      {said && <p role="alert">{said}</p>}
    </div>
  );
}
