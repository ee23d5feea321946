import type { Rendering } from "#shared/commands.ts";
import type { Account } from "#shared/campaigns.ts";
import type { Snapshot } from "#shared/changes.ts";
import { useSay } from "../messages/words.tsx";
import { letters } from "../ui/initials.ts";
import { useDesk } from "./desk-store.ts";
import styles from "./previews.module.css";

/** Every text that would leave, as it would leave. */
export function Previews({ desk }: { desk: Snapshot }) {
  const armed = useDesk((state) => state.armed);
  const selectedId = useDesk((state) => state.selectedId);
  if (!armed || armed.momentId !== selectedId) return null;
  return (
    <div className={styles.posts}>
      {armed.renderings.map((rendering) => {
        const account = armed.accounts.find((each) => each.id === rendering.accountId);
        if (!account) return null;
        return (
          <Preview
            key={`${rendering.accountId} ${rendering.locale}`}
            rendering={rendering}
            account={account}
            rehearsal={account.realm === "rehearsal" || desk.campaign.mode === "rehearsal"}
          />
        );
      })}
    </div>
  );
}

function Preview({
  rendering,
  account,
  rehearsal,
}: {
  rendering: Rendering;
  account: Account;
  rehearsal: boolean;
}) {
  const say = useSay();
  const { locale, text, length, maxLength } = rendering;
  const over = length - maxLength;
  const flaw = flawWords(say, rendering);
  return (
    <article
      className={styles.post}
      data-exact={rendering.hash !== null}
      data-flawed={flaw !== null}
      aria-label={say("preview.label", {
        account: account.name,
        language: say(`language.${locale}`),
      })}
    >
      <header>
        <span className={styles.face} aria-hidden="true">
          {letters(account.name, 1)}
        </span>
        <span className={styles.who}>
          <b>{account.name}</b> <span>{account.handle}</span>
        </span>
        <span className={styles.locale}>{locale.toUpperCase()}</span>
        <span className={styles.count} data-over={over > 0}>
          {length} / {maxLength}
        </span>
      </header>
      {flaw ? <p className={styles.flaw}>{flaw}</p> : null}
      {text && (
        <p lang={locale} className={styles.text} data-text>
          {marked(text)}
        </p>
      )}
      <footer>
        <span>{rendering.hash === null ? say("preview.local") : say("preview.exact")}</span>
        {rehearsal && <span className={styles.watermark}>{say("preview.watermark")}</span>}
      </footer>
    </article>
  );
}

function flawWords(
  say: ReturnType<typeof useSay>,
  { missing, problem, length, maxLength }: Rendering,
): string | null {
  if (missing.length > 0) return say("preview.missing", { names: missing.join(", ") });
  if (problem !== null) return say("preview.problem", { problem });
  return length > maxLength ? say("preview.tooLong", { over: length - maxLength }) : null;
}

/** The same characters, with tags, mentions and addresses set apart. */
function marked(text: string) {
  return text
    .split(/(https?:\/\/\S+|[#@][\p{L}\p{N}_.]+)/u)
    .map((part, index) => (index % 2 === 1 ? <b key={index}>{part}</b> : part));
}
