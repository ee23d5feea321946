import { type Finding, findingsOf } from "#shared/house-rules.ts";
import { useLive } from "../live/store.ts";
import { type Say, useSay } from "../messages/words.tsx";
import styles from "./preview.module.css";

/** What the charter has to say of a text, as it stands. */
export function Findings({ text }: { text: string }) {
  const say = useSay();
  const rules = useLive((live) => live.desk?.campaign.houseRules);
  const found = rules ? findingsOf(text, rules) : [];
  if (found.length === 0) return null;
  return (
    <ul className={styles.findings}>
      {found.map((each) => (
        <li key={each.rule} data-finding={each.rule}>
          {findingWords(say, each)}
        </li>
      ))}
    </ul>
  );
}

export function findingWords(say: Say, finding: Finding): string {
  if (finding.rule === "banned") return say("finding.banned", { word: finding.word });
  if (finding.rule === "hashtag") return say("finding.hashtag", { tag: finding.tag });
  return say("finding.emoji", { count: finding.count, most: finding.most });
}
