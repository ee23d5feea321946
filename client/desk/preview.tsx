import { memo, useId, useState } from "react";
import type { Account } from "#shared/campaigns.ts";
import type { Rendering } from "#shared/commands.ts";
import { wornBy } from "#shared/networks.ts";
import { type Say, useSay } from "../messages/words.tsx";
import { giveBackKeys } from "../ui/after-click.ts";
import { Glyph } from "../ui/glyph.tsx";
import type { Acts } from "./acts.ts";
import type { Armed } from "./desk-store.ts";
import { Findings } from "./findings.tsx";
import { flawWords, overBy } from "./flaws.ts";
import { useKeyWords, useShortcut } from "./key-caps.tsx";
import { NetworkMark, networkWords, placeWords } from "../ui/network-mark.tsx";
import styles from "./preview.module.css";
import { TextField } from "./text-field.tsx";

/** One rendering, named for the page. */
export function previewId({ accountId, locale }: Pick<Rendering, "accountId" | "locale">): string {
  return `preview-${accountId}-${locale}`;
}

type Props = {
  rendering: Rendering;
  account: Account;
  isOut: boolean;
  phase: Armed["phase"];
  rehearsal: boolean;
  /** What its field shows while the texts are open; null while they are not. */
  typed: string | null;
  /** The words are the editor's. */
  isOwn: boolean;
  acts: Acts;
};

/** One text for one account, as it would leave; open for writing; or left out, dimmed, in its place. */
export const Preview = memo(function Preview(props: Props) {
  const { rendering, account, isOut, rehearsal, typed, acts } = props;
  const say = useSay();
  const { locale, text, media } = rendering;
  const [isAltOpen, setAltOpen] = useState(false);
  const altId = useId();
  const [picture] = media;
  const flaw = flawWords(say, rendering);
  const about = {
    network: networkWords(say, wornBy(account)),
    account: account.handle,
    language: say(`language.${locale}`),
  };
  const label = say("preview.label", about);
  return (
    <article
      id={previewId(rendering)}
      className={styles.post}
      data-exact={rendering.hash !== null}
      data-flawed={flaw !== null}
      data-out={isOut}
      {...(!isOut && { "data-preview": "unseen" })}
      aria-label={isOut ? `${label}, ${say("preview.out")}` : label}
    >
      <Header {...props} />
      {flaw && <p className={styles.flaw}>{flaw}</p>}
      <div className={styles.body}>
        {typed !== null && (
          <TextField
            rendering={rendering}
            typed={typed}
            label={say("edit.field", about)}
            acts={acts}
          />
        )}
        {typed === null && text && (
          <p lang={locale} className={styles.text} data-text>
            {marked(text)}
          </p>
        )}
        {picture && (
          <img
            src={`/media/${picture.mediaId}`}
            alt={picture.alt}
            lang={locale}
            width={picture.width}
            height={picture.height}
            decoding="async"
          />
        )}
      </div>
      {!isOut && <Findings text={typed ?? text} />}
      <footer>
        <span>{stateWords(say, props, flaw !== null)}</span>
        {picture && (
          <button
            type="button"
            className={styles.alt}
            aria-expanded={isAltOpen}
            aria-controls={altId}
            onClick={(event) => {
              setAltOpen(!isAltOpen);
              giveBackKeys(event);
            }}
          >
            {say("preview.alt")} <Glyph name="tick" size={10} />
          </button>
        )}
        {typed === null && !isOut && <Open {...props} />}
        {rehearsal && <span className={styles.watermark}>{say("preview.watermark")}</span>}
      </footer>
      {picture && (
        <p id={altId} lang={locale} className={styles.altWords} hidden={!isAltOpen}>
          {picture.alt}
        </p>
      )}
    </article>
  );
});

function stateWords(
  say: Say,
  { isOut, rendering, typed, isOwn, phase }: Props,
  isFlawed: boolean,
): string {
  if (isOut) return say("preview.out");
  if (isFlawed || phase === "stale") return say("preview.stopped");
  if (rendering.hash === null) return say("preview.local");
  if (typed !== null && typed.trim() !== rendering.text) return say("edit.typeset");
  return say(isOwn ? "preview.own" : "preview.exact");
}

/** The way into the text for a hand. */
function Open({ rendering, account, phase, acts }: Props) {
  const say = useSay();
  const place = placeWords(say, wornBy(account), [rendering.locale]);
  const shortcut = useShortcut("edit");
  const key = useKeyWords("edit");
  return (
    <button
      type="button"
      className={styles.open}
      disabled={phase === "firing"}
      {...shortcut}
      title={`${say("edit.open")} (${key})`}
      aria-label={say("edit.open.label", { place, account: account.handle })}
      onClick={() => acts.edit(rendering)}
    >
      {say("edit.open")}
    </button>
  );
}

function Header({ rendering, account, isOut, phase, acts }: Props) {
  const say = useSay();
  const network = wornBy(account);
  const place = `${networkWords(say, network)}, ${account.handle}`;
  return (
    <header>
      <NetworkMark name={network} size={16} />
      <span className={styles.who}>
        <b>
          {networkWords(say, network)} <i>{rendering.locale.toUpperCase()}</i>
        </b>
        <span title={account.name}>{account.handle}</span>
      </span>
      <Count rendering={rendering} />
      <button
        type="button"
        className={styles.toggle}
        data-toggle={account.id}
        disabled={phase === "firing" || phase === "stale"}
        aria-label={say(isOut ? "preview.takeBack.label" : "preview.leaveOut.label", { place })}
        onClick={(event) => {
          acts.toggleAccount(account.id);
          giveBackKeys(event);
        }}
      >
        {say(isOut ? "preview.takeBack" : "preview.leaveOut")}
      </button>
    </header>
  );
}

/** As the network counts. */
function Count({ rendering }: { rendering: Rendering }) {
  const say = useSay();
  const { length, maxLength, unit } = rendering;
  const over = overBy(rendering) > 0;
  return (
    <span className={styles.count} data-over={over} title={say(`preview.unit.${unit}`)}>
      {length} / {maxLength}
      {unit === "byte" && ` ${say("preview.bytes")}`}
    </span>
  );
}

/** The same characters, with tags, mentions and addresses set apart, and empty lines drawn low. */
function marked(text: string) {
  return text.split(/(https?:\/\/\S+|[#@][\p{L}\p{N}_.]+|\n{2,})/u).map((part, index) => {
    if (index % 2 === 0) return part;
    if (!part.startsWith("\n")) return <b key={index}>{part}</b>;
    return (
      <span key={index} className={styles.gap}>
        {part}
      </span>
    );
  });
}
