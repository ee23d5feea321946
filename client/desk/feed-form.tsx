/** A feed, written down: first tried, so that what it would bring is seen; then saved. */
import { type FormEvent, useRef, useState } from "react";
import type { CommandOutput } from "#shared/commands.ts";
import type { Feed } from "#shared/feeds.ts";
import { askOverHttp } from "../live/over-http.ts";
import { useSay } from "../messages/words.tsx";
import { configurationOf, draftOf, type FeedDraft } from "./feed-draft.ts";
import { FeedFields } from "./feed-fields.tsx";
import { Problem } from "./feed-problem.tsx";
import { refusalSaid, type Said } from "./feed-said.ts";
import { FeedTrial } from "./feed-trial.tsx";
import form from "../ui/form.module.css";

type Trial = CommandOutput<"feed.test">;
type Props = {
  /** Null for a new one. */
  feed: Feed | null;
  onBack: () => void;
  /** `secret` where messages are to be signed with one. */
  onSaved: (feed: Feed, secret: string | null) => void;
};
type State = {
  draft: FeedDraft;
  trial: Trial | null;
  /** It was tried, and then changed. */
  isStale: boolean;
  busy: "try" | "save" | null;
  said: Said | null;
  /** The field at fault, as the desk names it. */
  field: string | null;
};

export function FeedForm({ feed, onBack, onSaved }: Props) {
  const say = useSay();
  const [state, setState] = useState<State>(() => ({
    draft: draftOf(feed),
    trial: null,
    isStale: false,
    busy: null,
    said: null,
    field: null,
  }));
  const { draft, trial, busy } = state;
  /** One intent, however often it is pressed; a changed feed is another. */
  const commandId = useRef(crypto.randomUUID());
  const change = (part: Partial<FeedDraft>): void => {
    commandId.current = crypto.randomUUID();
    setState((now) => ({
      ...now,
      draft: { ...now.draft, ...part },
      trial: null,
      isStale: now.isStale || now.trial !== null,
      said: null,
      field: null,
    }));
  };
  const tryIt = async (): Promise<void> => {
    setState({ ...state, busy: "try", trial: null, said: null, field: null });
    const sample = draft.sample.trim() || null;
    const answer = await askOverHttp("feed.test", { ...configurationOf(draft), sample });
    const result = answer.ok
      ? { trial: answer.value, isStale: false, field: answer.value.problem?.field ?? null }
      : saidOf(refusalSaid(say, answer));
    // What was typed meanwhile was not tried.
    setState((now) =>
      now.draft === draft ? { ...now, busy: null, ...result } : { ...now, busy: null },
    );
  };
  const save = async (): Promise<void> => {
    setState({ ...state, busy: "save", said: null, field: null });
    const answer = await askOverHttp("feed.save", configurationOf(draft), commandId.current);
    if (answer.ok) return onSaved(answer.value.feed, answer.value.secret);
    commandId.current = answer.code === "unanswered" ? commandId.current : crypto.randomUUID();
    setState((now) => ({ ...now, busy: null, ...saidOf(refusalSaid(say, answer)) }));
  };
  // Nothing can be asked of a provider who sends by himself; a sample, where there is one, is tried.
  const mustTry = draft.connector !== "webhook" || draft.sample.trim() !== "";
  const maySave = busy === null && (trial !== null || !mustTry);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (busy) return;
    (maySave ? save() : tryIt()).catch(reportError);
  };
  return (
    <form className={form.form} onSubmit={submit} noValidate>
      <FeedFields draft={draft} isNew={feed === null} wrong={state.field} onChange={change} />
      {state.said && <Problem said={state.said} isAlert />}
      {trial && <FeedTrial trial={trial} />}
      {mustTry && !trial && !busy && (
        <p className={form.note}>
          {say(state.isStale ? "feeds.form.changed" : "feeds.form.first")}
        </p>
      )}
      <div className={form.bottom}>
        <button type="button" className={form.plain} onClick={onBack}>
          {say("feeds.form.back")}
        </button>
        {mustTry && (
          <button
            type="button"
            className={form.plain}
            disabled={busy !== null}
            onClick={() => void tryIt().catch(reportError)}
          >
            {say(busy === "try" ? "feeds.form.trying" : "feeds.form.try")}
          </button>
        )}
        <button type="submit" className={form.save} disabled={!maySave}>
          {say(saveWords(busy, trial))}
        </button>
      </div>
    </form>
  );
}

function saveWords(busy: State["busy"], trial: Trial | null) {
  if (busy === "save") return "feeds.form.saving";
  return trial && isPoor(trial) ? "feeds.form.saveAnyway" : "feeds.form.save";
}

/** Nothing came, or nothing of it was understood. */
function isPoor({ problem, messages }: Trial): boolean {
  return problem !== null || (messages.length > 0 && messages.every((each) => each.problem));
}

function saidOf(said: Said): Pick<State, "said" | "field"> {
  return { said, field: said.field };
}
