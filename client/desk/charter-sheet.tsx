/** The house's rules: what one editor alone does not publish, what waits for the picture, and when nothing leaves. The producer's to say. */
import { useState } from "react";
import type { Snapshot } from "#shared/changes.ts";
import type { Sensitivity } from "#shared/four-eyes.ts";
import { momentKinds } from "#shared/moments.ts";
import { askOverHttp } from "../live/over-http.ts";
import { enCharter } from "../messages/en-charter.ts";
import { frCharter } from "../messages/fr-charter.ts";
import { addWords, useSay } from "../messages/words.tsx";
import form from "../ui/form.module.css";
import { Glyph } from "../ui/glyph.tsx";
import { Sheet } from "../ui/sheet.tsx";
import styles from "./charter-sheet.module.css";
import { useDesk } from "./desk-store.ts";
import { HouseRulesPart } from "./house-rules.tsx";
import { NotBeforePicture } from "./not-before-picture.tsx";
import { QuietWindows } from "./quiet-windows.tsx";
import { refusalWords } from "./refusal-words.ts";
import { SensitiveUndo } from "./sensitive-undo.tsx";

addWords({ fr: frCharter, en: enCharter });

export function CharterSheet({ desk }: { desk: Snapshot }) {
  const say = useSay();
  const [refused, setRefused] = useState<string | null>(null);
  const { fourEyes } = desk.campaign;
  const choose = (one: Sensitivity, chosen: boolean): void => {
    const others = fourEyes.filter((each) => each !== one);
    askOverHttp("campaign.setFourEyes", { fourEyes: chosen ? [...others, one] : others })
      .then((answer) => setRefused(answer.ok ? null : refusalWords(say, answer)))
      .catch(reportError);
  };
  const box = (one: Sensitivity) => ({
    type: "checkbox" as const,
    checked: fourEyes.includes(one),
    onChange: ({ target }: { target: HTMLInputElement }) => choose(one, target.checked),
  });
  return (
    <Sheet
      title={say("charter.title")}
      ownKeys
      onClose={() => useDesk.setState({ charterOpen: false })}
    >
      {() => (
        <div className={form.form}>
          <h3 className={styles.part}>{say("charter.two")}</h3>
          <p className={form.note}>{say("charter.note")}</p>
          {refused && (
            <p className={form.said} role="alert">
              {refused}
            </p>
          )}
          <label className={styles.grave}>
            <input {...box("sombre")} data-first />
            <span>
              {say("charter.sombre")}
              <small>{say("charter.sombre.how")}</small>
            </span>
          </label>
          <fieldset className={styles.kinds}>
            <legend>{say("charter.kinds")}</legend>
            {momentKinds.map((kind) => (
              <label key={kind}>
                <input {...box(kind)} />
                <Glyph name={kind} size={15} /> {say(`kind.${kind}`)}
              </label>
            ))}
          </fieldset>
          <SensitiveUndo desk={desk} />
          <NotBeforePicture desk={desk} />
          <HouseRulesPart desk={desk} />
          <QuietWindows desk={desk} />
        </div>
      )}
    </Sheet>
  );
}
