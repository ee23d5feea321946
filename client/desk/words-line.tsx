import { useDrafts } from "../live/drafts.ts";
import { useLive } from "../live/store.ts";
import { type Say, useSay } from "../messages/words.tsx";
import { giveBackKeys } from "../ui/after-click.ts";
import { clockIn } from "../ui/time.ts";
import type { Acts } from "./acts.ts";
import type { Armed } from "./desk-store.ts";
import { draftFor } from "./editing.ts";
import { KeyCaps } from "./key-caps.tsx";
import styles from "./text-field.module.css";
import { isEdited } from "./written.ts";

type Props = { armed: Armed; acts: Acts };

/** Whose words these are, and the way back to the prepared ones; or the draft that waits to be taken up. */
export function WordsLine({ armed, acts }: Props) {
  const drafts = useDrafts((state) => state.kept);
  if (armed.phase === "firing") return null;
  const draft = draftFor(armed, drafts);
  if (draft && !armed.editing) return <DraftLine armed={armed} draft={draft} acts={acts} />;
  if (!armed.editing && !isEdited(armed)) return null;
  return <OwnLine armed={armed} acts={acts} />;
}

function OwnLine({ armed, acts }: Props) {
  const say = useSay();
  return (
    <div className={styles.line}>
      {armed.editing ? (
        <span className={styles.how}>
          <KeyCaps of="fireText" /> {say("edit.publishes")}
        </span>
      ) : (
        <b>{say("edit.edited")}</b>
      )}
      {isEdited(armed) && (
        <button
          type="button"
          onClick={(event) => {
            acts.editing.putBack();
            giveBackKeys(event);
          }}
        >
          {say(armed.templateId === null ? "edit.clear" : "edit.putBack")}
        </button>
      )}
      {armed.editing ? (
        <button type="button" onClick={() => acts.editing.leave()}>
          {say("edit.done")} <KeyCaps of="leaveText" />
        </button>
      ) : (
        <button type="button" onClick={() => acts.edit()}>
          {say("edit.goOn")} <KeyCaps of="edit" />
        </button>
      )}
    </div>
  );
}

function DraftLine({
  armed,
  draft,
  acts,
}: Props & { draft: NonNullable<ReturnType<typeof draftFor>> }) {
  const say = useSay();
  const zone = useLive((live) => live.desk?.campaign.venueZone);
  return (
    <div className={styles.line}>
      <span>
        <b>{say("edit.draft", { time: zone ? clockIn(zone, draft.at).slice(0, 5) : "" })}</b>
        {ageWords(say, draft.momentVersion, armed.momentVersion)}
      </span>
      <button type="button" onClick={() => acts.edit()}>
        {say("edit.takeUp")} <KeyCaps of="edit" />
      </button>
      <button
        type="button"
        onClick={(event) => {
          acts.editing.putBack();
          giveBackKeys(event);
        }}
      >
        {say("edit.drop")}
      </button>
    </div>
  );
}

function ageWords(say: Say, from: number, now: number): string {
  return from === now ? "" : ` ${say("edit.older", { from, now })}`;
}
