/** Every feed: how it is, what of it is heard; and, for producers, the way to link another. */
import { useState } from "react";
import type { Snapshot } from "#shared/changes.ts";
import type { Feed } from "#shared/feeds.ts";
import { may } from "#shared/roles.ts";
import { useLive } from "../live/store.ts";
import { enFeeds } from "../messages/en-feeds.ts";
import { frFeeds } from "../messages/fr-feeds.ts";
import { addWords, useSay } from "../messages/words.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { useDesk } from "./desk-store.ts";
import { FeedForm } from "./feed-form.tsx";
import { FeedLine } from "./feed-line.tsx";
import { FeedSecret } from "./feed-secret.tsx";
import form from "../ui/form.module.css";
import styles from "./feeds-sheet.module.css";

addWords({ fr: frFeeds, en: enFeeds });

/** `null`: the list. A feed being written down; or one that was just made, whose secret is shown this once. */
type Step =
  | null
  | { kind: "form"; feed: Feed | null }
  | { kind: "secret"; feed: Feed; secret: string };

export function FeedsSheet({ desk }: { desk: Snapshot }) {
  const say = useSay();
  const [step, setStep] = useState<Step>(null);
  const [removed, setRemoved] = useState(0);
  const back = (): void => setStep(null);
  return (
    <Sheet
      title={titleOf(say, step)}
      ownKeys
      wide
      // A row that is gone takes the focus with it.
      step={step ?? removed}
      onClose={() => useDesk.setState({ feedsOpen: false })}
    >
      {() => (
        <div className={styles.feeds}>
          {step === null && (
            <List
              desk={desk}
              onForm={(feed) => setStep({ kind: "form", feed })}
              onRemoved={() => setRemoved((count) => count + 1)}
            />
          )}
          {step?.kind === "form" && (
            <FeedForm
              key={step.feed?.id ?? "new"}
              feed={step.feed}
              onBack={back}
              onSaved={(feed, secret) =>
                setStep(secret === null ? null : { kind: "secret", feed, secret })
              }
            />
          )}
          {step?.kind === "secret" && (
            <FeedSecret feed={step.feed} secret={step.secret} onDone={back} />
          )}
        </div>
      )}
    </Sheet>
  );
}

function titleOf(say: ReturnType<typeof useSay>, step: Step): string {
  if (step === null) return say("feeds.title");
  if (step.kind === "secret") return say("feeds.secret.title", { name: step.feed.name });
  return step.feed ? say("feeds.form.edit", { name: step.feed.name }) : say("feeds.form.new");
}

type ListProps = {
  desk: Snapshot;
  onForm: (feed: Feed | null) => void;
  onRemoved: () => void;
};

function List({ desk, onForm, onRemoved }: ListProps) {
  const say = useSay();
  const me = useLive((live) => live.me);
  const mayChange = me !== null && may(me.role, "produce");
  const feeds = desk.feeds.toSorted(worstFirst);
  return (
    <>
      {feeds.length > 0 && <p className={form.note}>{say("feeds.note")}</p>}
      {feeds.length === 0 && (
        <p className={form.note}>
          {say("feeds.none")} {!mayChange && say("feeds.none.who")}
        </p>
      )}
      {feeds.length > 0 && (
        <ul className={styles.list}>
          {feeds.map((feed) => (
            <FeedLine
              key={feed.id}
              feed={feed}
              zone={desk.campaign.venueZone}
              onEdit={mayChange ? () => onForm(feed) : null}
              onRemoved={onRemoved}
            />
          ))}
        </ul>
      )}
      {mayChange && (
        <div className={styles.ways}>
          <button type="button" className={form.save} data-first onClick={() => onForm(null)}>
            {say("feeds.add")}
          </button>
          <button
            type="button"
            className={form.plain}
            onClick={() => useDesk.setState({ feedsOpen: false, watchOpen: true })}
          >
            {say("watch.open")}
          </button>
        </div>
      )}
    </>
  );
}

/** In trouble first, then by name. */
function worstFirst(a: Feed, b: Feed): number {
  const trouble = Number(b.trouble !== null) - Number(a.trouble !== null);
  return trouble || a.name.localeCompare(b.name);
}
