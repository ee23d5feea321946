import { useState } from "react";
import type { Snapshot } from "#shared/changes.ts";
import { askOverHttp } from "../live/over-http.ts";
import { useSay } from "../messages/words.tsx";
import form from "../ui/form.module.css";
import styles from "./charter-sheet.module.css";
import { useKeyWords } from "./key-caps.tsx";
import { refusalWords } from "./refusal-words.ts";

/** Whether what is published waits for the picture of what it tells. */
export function NotBeforePicture({ desk }: { desk: Snapshot }) {
  const say = useSay();
  const key = useKeyWords("seen");
  const [refused, setRefused] = useState<string | null>(null);
  const choose = (notBeforePicture: boolean): void => {
    askOverHttp("campaign.setNotBeforePicture", { notBeforePicture })
      .then((answer) => setRefused(answer.ok ? null : refusalWords(say, answer)))
      .catch(reportError);
  };
  return (
    <>
      <h3 className={styles.part}>{say("picture.title")}</h3>
      {refused && (
        <p className={form.said} role="alert">
          {refused}
        </p>
      )}
      <label className={styles.grave}>
        <input
          type="checkbox"
          checked={desk.campaign.notBeforePicture}
          onChange={({ target }) => choose(target.checked)}
        />
        <span>
          {say("picture.rule")}
          <small>{say("picture.rule.how", { key })}</small>
        </span>
      </label>
    </>
  );
}
