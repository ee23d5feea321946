import { useState } from "react";
import type { Snapshot } from "#shared/changes.ts";
import { longestUndoMs } from "#shared/undo-windows.ts";
import { askOverHttp } from "../live/over-http.ts";
import { useSay } from "../messages/words.tsx";
import form from "../ui/form.module.css";
import styles from "./charter-sheet.module.css";
import { refusalWords } from "./refusal-words.ts";
import { SecondsField } from "./seconds-field.tsx";

/** How long what takes two people can be taken back once they agree. */
export function SensitiveUndo({ desk }: { desk: Snapshot }) {
  const say = useSay();
  const [refused, setRefused] = useState<string | null>(null);
  const set = async (sensitiveUndoMs: number): Promise<void> => {
    const answer = await askOverHttp("campaign.setSensitiveUndo", { sensitiveUndoMs });
    setRefused(answer.ok ? null : refusalWords(say, answer));
  };
  return (
    <>
      <h3 className={styles.part}>{say("undo.sensitive")}</h3>
      <p className={form.note}>{say("undo.sensitive.note")}</p>
      {refused && (
        <p className={form.said} role="alert">
          {refused}
        </p>
      )}
      <SecondsField
        name={say("undo.sensitive.field")}
        label={say("undo.sensitive.label")}
        nowMs={desk.campaign.sensitiveUndoMs}
        mostMs={longestUndoMs}
        onSet={(ms) => {
          set(ms).catch(reportError);
        }}
      />
    </>
  );
}
