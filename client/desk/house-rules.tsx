import { type FormEvent, useId, useState } from "react";
import type { Snapshot } from "#shared/changes.ts";
import { findingsOf, type HouseRules } from "#shared/house-rules.ts";
import { askOverHttp } from "../live/over-http.ts";
import { useSay } from "../messages/words.tsx";
import form from "../ui/form.module.css";
import styles from "./charter-sheet.module.css";
import { findingWords } from "./findings.tsx";
import { refusalWords } from "./refusal-words.ts";

/** As they are typed: everything is text until it is set. */
type Typed = { hashtag: string; banned: string; emoji: string };

function typedOf({ hashtag, banned, emojiMost }: HouseRules): Typed {
  return { hashtag: hashtag ?? "", banned: banned.join("\n"), emoji: emojiMost?.toString() ?? "" };
}

function rulesOf({ hashtag, banned, emoji }: Typed): HouseRules {
  const tag = hashtag.trim();
  const most = Number.parseInt(emoji, 10);
  return {
    hashtag: tag === "" ? null : tag.startsWith("#") ? tag : `#${tag}`,
    banned: [...new Set(banned.split(/[\n,;]/).map((word) => word.trim()))].filter(Boolean),
    emojiMost: Number.isNaN(most) ? null : most,
  };
}

/** What belongs in every text, what is never said; and a text of one's own to try it on. */
export function HouseRulesPart({ desk }: { desk: Snapshot }) {
  const say = useSay();
  const id = useId();
  const [typed, setTyped] = useState(() => typedOf(desk.campaign.houseRules));
  const [tried, setTried] = useState("");
  const [said, setSaid] = useState<string | null>(null);
  const rules = rulesOf(typed);
  const type = (change: Partial<Typed>): void => {
    setTyped({ ...typed, ...change });
    setSaid(null);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    askOverHttp("campaign.setHouseRules", { houseRules: rules })
      .then((answer) => setSaid(answer.ok ? say("house.set") : refusalWords(say, answer)))
      .catch(reportError);
  };
  const found = findingsOf(tried, rules);
  return (
    <>
      <h3 className={styles.part}>{say("house.title")}</h3>
      <p className={form.note}>{say("house.note")}</p>
      <form className={`${form.form} ${styles.more}`} onSubmit={submit}>
        <div className={form.field}>
          <label htmlFor={`${id}tag`}>{say("house.hashtag")}</label>
          <input
            id={`${id}tag`}
            maxLength={61}
            value={typed.hashtag}
            placeholder="#CoupeDesPhares"
            onChange={({ target }) => type({ hashtag: target.value })}
          />
        </div>
        <div className={form.field}>
          <label htmlFor={`${id}banned`}>{say("house.banned")}</label>
          <textarea
            id={`${id}banned`}
            rows={3}
            value={typed.banned}
            onChange={({ target }) => type({ banned: target.value })}
          />
        </div>
        <div className={form.field}>
          <label htmlFor={`${id}emoji`}>{say("house.emoji")}</label>
          <input
            id={`${id}emoji`}
            inputMode="numeric"
            maxLength={2}
            value={typed.emoji}
            onChange={({ target }) => type({ emoji: target.value })}
          />
        </div>
        <div className={form.field}>
          <label htmlFor={`${id}try`}>{say("house.try")}</label>
          <textarea
            id={`${id}try`}
            rows={2}
            value={tried}
            aria-describedby={`${id}found`}
            onChange={({ target }) => setTried(target.value)}
          />
          <output id={`${id}found`} className={form.note}>
            {tried.trim() === ""
              ? say("house.try.how")
              : found.length === 0
                ? say("house.try.well")
                : found.map((each) => findingWords(say, each)).join(" ")}
          </output>
        </div>
        {said && <output className={form.said}>{said}</output>}
        <button type="submit" className={styles.add}>
          {say("house.save")}
        </button>
      </form>
    </>
  );
}
