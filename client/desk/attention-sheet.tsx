/** How this browser calls: sounds, their volume, notifications. Each can be tried here. */
import { useId, useState } from "react";
import { useSay } from "../messages/words.tsx";
import form from "../ui/form.module.css";
import { Sheet } from "../ui/sheet.tsx";
import { chooseAttention, useAttention } from "./attention-choice.ts";
import styles from "./attention-sheet.module.css";
import type { Earcon } from "./attention.ts";
import { useDesk } from "./desk-store.ts";
import { play } from "./earcons.ts";

const earcons: readonly Earcon[] = ["medal", "emotion", "alarm", "public"];

export function AttentionSheet() {
  const say = useSay();
  return (
    <Sheet
      title={say("attention.title")}
      ownKeys
      onClose={() => useDesk.setState({ attentionOpen: false })}
    >
      {() => (
        <div className={form.form}>
          <p className={form.note}>{say("attention.note")}</p>
          <Sounds />
          <Notifications />
        </div>
      )}
    </Sheet>
  );
}

function Sounds() {
  const say = useSay();
  const { sounds, volume } = useAttention();
  const volumeId = useId();
  return (
    <section className={styles.part}>
      <label className={form.check}>
        <input
          type="checkbox"
          data-first
          checked={sounds}
          onChange={({ target }) => {
            chooseAttention({ sounds: target.checked });
            if (target.checked) play("medal", volume);
          }}
        />
        {say("attention.sounds")}
      </label>
      <div className={styles.volume}>
        <label htmlFor={volumeId}>{say("attention.volume")}</label>
        <input
          id={volumeId}
          type="range"
          min={1}
          max={100}
          value={volume}
          disabled={!sounds}
          onChange={({ target }) => chooseAttention({ volume: Number(target.value) })}
        />
      </div>
      <ul className={styles.earcons}>
        {earcons.map((earcon) => (
          <li key={earcon}>
            <button
              type="button"
              className={form.plain}
              disabled={!sounds}
              onClick={() => play(earcon, volume)}
            >
              {say(`attention.earcon.${earcon}`)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The browser is asked only when somebody presses this. */
function Notifications() {
  const say = useSay();
  const { notifications } = useAttention();
  const [refused, setRefused] = useState(false);
  const choose = async (wanted: boolean): Promise<void> => {
    if (!wanted) return chooseAttention({ notifications: false });
    const allowed =
      typeof Notification !== "undefined" && (await Notification.requestPermission()) === "granted";
    setRefused(!allowed);
    chooseAttention({ notifications: allowed });
  };
  return (
    <section className={styles.part}>
      <label className={form.check}>
        <input
          type="checkbox"
          checked={notifications}
          onChange={({ target }) => {
            choose(target.checked).catch(reportError);
          }}
        />
        {say("attention.notifications")}
      </label>
      <p className={form.note}>{say("attention.notifications.note")}</p>
      {refused && (
        <p className={form.said} role="alert">
          {say("attention.notifications.refused")}
        </p>
      )}
    </section>
  );
}
