/** What may call a person back to the desk, and how long they have to undo: theirs to choose. */
import { useState } from "react";
import { useLive } from "../live/store.ts";
import { enAttention } from "../messages/en-attention.ts";
import { frAttention } from "../messages/fr-attention.ts";
import { addWords, useLocale, useSay } from "../messages/words.tsx";
import form from "../ui/form.module.css";
import { Sheet } from "../ui/sheet.tsx";
import { Switch } from "../ui/switch.tsx";
import { type Attention, setAttention, useAttention } from "./attention.ts";
import styles from "./attention-sheet.module.css";
import { useDesk } from "./desk-store.ts";
import { type Earcon, earcons } from "./earcons.ts";
import { askToNotify, permission } from "./notify.ts";
import { MoreTime } from "./more-time.tsx";
import { openSound, play } from "./sound.ts";

addWords({ fr: frAttention, en: enAttention });

type PartProps = { attention: Attention; change: (change: Partial<Attention>) => void };

export function AttentionSheet() {
  const say = useSay();
  const me = useLive((live) => live.me?.id ?? "");
  const attention = useAttention();
  const part = { attention, change: (to: Partial<Attention>) => setAttention(me, to) };
  return (
    <Sheet
      title={say("attention.title")}
      ownKeys
      onClose={() => useDesk.setState({ attentionOpen: false })}
    >
      {() => (
        <div className={form.form}>
          <p className={form.note}>{say("attention.note")}</p>
          <Sounds {...part} />
          <Notifications {...part} />
          <MoreTime {...part} />
        </div>
      )}
    </Sheet>
  );
}

/** Plays it on a press, whether sounds are on or not. */
function listen(earcon: Earcon, volume: number): void {
  openSound()
    .then(() => play(earcon, volume))
    .catch(reportError);
}

function Sounds({ attention: { sound, volume }, change }: PartProps) {
  const say = useSay();
  const percent = new Intl.NumberFormat(useLocale(), { style: "percent" }).format(volume);
  const turn = (on: boolean): void => {
    change({ sound: on });
    if (on) listen("receipt", volume);
  };
  return (
    <section className={styles.part}>
      <Switch on={sound} onTurn={turn} isFirst name={say("attention.sound")}>
        {say("attention.sound.how")} {sound && say("attention.first")}
      </Switch>
      <label className={styles.volume}>
        <span>{say("attention.volume")}</span>
        <input
          type="range"
          min={0}
          max={1}
          step={0.1}
          value={volume}
          aria-valuetext={percent}
          onChange={({ target }) => change({ volume: target.valueAsNumber })}
        />
        <span aria-hidden="true">{percent}</span>
      </label>
      <ul className={styles.sounds}>
        {earcons.map((earcon) => (
          <li key={earcon}>
            {say(`attention.${earcon}`)}
            <button
              type="button"
              className={form.plain}
              aria-label={say("attention.listen.one", { what: say(`attention.${earcon}`) })}
              onClick={() => listen(earcon, volume)}
            >
              {say("attention.listen")}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The browser’s own question appears on this press, and at no other time. */
function Notifications({ attention: { notify }, change }: PartProps) {
  const say = useSay();
  const [allowed, setAllowed] = useState(permission);
  const turn = (on: boolean): void => {
    if (!on) return change({ notify: false });
    askToNotify()
      .then((answer) => {
        setAllowed(answer);
        change({ notify: answer === "granted" });
      })
      .catch(reportError);
  };
  const refused = allowed === "denied" || allowed === "unsupported" ? allowed : null;
  return (
    <section className={styles.part}>
      <Switch on={notify && allowed === "granted"} onTurn={turn} name={say("attention.notify")}>
        {say("attention.notify.how")}
      </Switch>
      <output className={refused ? form.said : "unseen"}>
        {refused && say(`attention.${refused}`)}
      </output>
    </section>
  );
}
