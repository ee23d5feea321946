import type { CommandOutput } from "#shared/commands.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { Glyph } from "../ui/glyph.tsx";
import { Problem } from "./feed-problem.tsx";
import { problemSaid } from "./feed-said.ts";
import styles from "./feeds-sheet.module.css";

/** What a trial brought: the first messages, each read or not, and the moments they would make. Nothing of it is kept. */
export function FeedTrial({ trial }: { trial: CommandOutput<"feed.test"> }) {
  const say = useSay();
  const { problem, messages, moments } = trial;
  return (
    <section
      className={styles.trial}
      aria-live="polite"
      aria-label={say("feeds.form.try")}
      data-trial={problem ? "problem" : "answered"}
    >
      {problem && <Problem title={say("feeds.trial.problem")} said={problemSaid(say, problem)} />}
      {!problem && messages.length === 0 && <p>{say("feeds.trial.silent")}</p>}
      {messages.length > 0 && <Messages messages={messages} />}
      {messages.some((each) => each.problem === null) && <Moments moments={moments} />}
    </section>
  );
}

function Messages({ messages }: Pick<CommandOutput<"feed.test">, "messages">) {
  const say = useSay();
  return (
    <>
      <h3>{say("feeds.trial.messages", { count: messages.length })}</h3>
      <ol>
        {messages.map(({ beginning, size, contentType, problem }, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- five messages that never move
          <li key={at} data-read={problem === null}>
            <p>
              <Glyph name={problem ? "cross" : "tick"} size={12} />{" "}
              <b>{say(problem ? "feeds.trial.unread" : "feeds.trial.read")}</b>{" "}
              {say("feeds.trial.size", { size })}, {contentType}
            </p>
            {problem && <Problem said={problemSaid(say, problem)} />}
            {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls sideways */}
            <pre tabIndex={0}>{beginning}</pre>
          </li>
        ))}
      </ol>
    </>
  );
}

function Moments({ moments }: Pick<CommandOutput<"feed.test">, "moments">) {
  const say = useSay();
  const locale = useLocale();
  return (
    <>
      <h3>{say("feeds.trial.moments", { count: moments.length })}</h3>
      <ul>
        {moments.map(({ kind, status, headline }) => (
          <li key={`${kind} ${headline.fr} ${status}`} className={styles.moment}>
            <Glyph name={kind} />
            <span>
              <b>{headline[locale]}</b>
              <small>
                {say(`kind.${kind}`)} · {say(`status.${status}`)}
              </small>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
