import { useRef } from "react";
import type { Snapshot } from "#shared/changes.ts";
import type { Acts } from "./acts.ts";
import { type Armed, armedAccounts, useDesk } from "./desk-store.ts";
import { Preview, previewId } from "./preview.tsx";
import styles from "./previews.module.css";
import { useHiddenCards } from "./use-hidden-cards.ts";
import { WordsLine } from "./words-line.tsx";
import { placeOf, typedIn } from "./written.ts";

/** Every text that would leave, as it would leave, and those left out, in one order that never changes. */
export function Previews({ desk, acts }: { desk: Snapshot; acts: Acts }) {
  const armed = useDesk((state) => state.armed);
  const selectedId = useDesk((state) => state.selectedId);
  if (!armed || armed.momentId !== selectedId) return null;
  return <Cards desk={desk} armed={armed} acts={acts} />;
}

function Cards({ desk, armed, acts }: { desk: Snapshot; armed: Armed; acts: Acts }) {
  const list = useRef<HTMLDivElement>(null);
  const leaving = armed.renderings.map(previewId).join(" ");
  const { momentId, momentVersion, templateId } = armed;
  useHiddenCards(list, `${momentId} ${momentVersion} ${templateId}`, leaving);
  return (
    <>
      <WordsLine armed={armed} acts={acts} />
      <div className={styles.posts} ref={list}>
        {armedAccounts(armed).flatMap((account) => {
          const isOut = armed.leftOut.includes(account);
          const renderings = isOut ? armed.leftOutRenderings : armed.renderings;
          return renderings
            .filter((each) => each.accountId === account.id)
            .map((rendering) => (
              <Preview
                key={previewId(rendering)}
                rendering={rendering}
                account={account}
                isOut={isOut}
                phase={armed.phase}
                rehearsal={account.realm === "rehearsal" || desk.campaign.mode === "rehearsal"}
                typed={armed.editing && !isOut ? typedIn(armed, rendering) : null}
                isOwn={armed.words[placeOf(rendering)] !== undefined}
                acts={acts}
              />
            ));
        })}
      </div>
    </>
  );
}
