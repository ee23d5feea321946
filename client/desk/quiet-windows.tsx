import { type FormEvent, useState } from "react";
import type { Snapshot } from "#shared/changes.ts";
import { quietAt, type QuietWindow } from "#shared/quiet.ts";
import { useServerNow } from "../live/now.ts";
import { askOverHttp } from "../live/over-http.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import form from "../ui/form.module.css";
import { slotClocks } from "../ui/slot-clocks.ts";
import styles from "./charter-sheet.module.css";
import { refusalWords } from "./refusal-words.ts";
import { WallFields } from "./wall-choice.tsx";
import { instantOf, nextMinute, wallIn } from "./wall-clock.ts";

const minuteMs = 60_000;
type Props = { desk: Snapshot };

/** When nothing new leaves: what is ahead, and one more. */
export function QuietWindows({ desk }: Props) {
  const say = useSay();
  const now = useServerNow(1000);
  const [refused, setRefused] = useState<string | null>(null);
  const ahead = desk.campaign.quietWindows.filter(({ to }) => Date.parse(to) > now);
  const keep = async (quietWindows: QuietWindow[]): Promise<boolean> => {
    const answer = await askOverHttp("campaign.setQuietWindows", { quietWindows });
    setRefused(answer.ok ? null : refusalWords(say, answer));
    return answer.ok;
  };
  return (
    <>
      <h3 className={styles.part}>{say("quiet.title")}</h3>
      <p className={form.note}>{say("quiet.note")}</p>
      {refused && (
        <p className={form.said} role="alert">
          {refused}
        </p>
      )}
      {ahead.length === 0 && <p className={form.note}>{say("quiet.none")}</p>}
      <ul className={styles.windows}>
        {ahead.map((one) => (
          <li key={`${one.from} ${one.to} ${one.name}`} data-quiet>
            <Window of={one} desk={desk} now={now} />
            <button
              type="button"
              aria-label={say("quiet.remove.label", { name: one.name })}
              onClick={() => {
                keep(ahead.filter((each) => each !== one)).catch(reportError);
              }}
            >
              {say("quiet.remove")}
            </button>
          </li>
        ))}
      </ul>
      <OneMore desk={desk} now={now} onAdd={(one) => keep([...ahead, one])} />
    </>
  );
}

function Window({ of: one, desk, now }: Props & { of: QuietWindow; now: number }) {
  const say = useSay();
  const locale = useLocale();
  const clocks = (at: string) => slotClocks(say, desk.campaign, Date.parse(at), now, locale);
  return (
    <div>
      <b>{one.name}</b> {quietAt([one], now) && <em>{say("quiet.now")}</em>}
      <span>{clocks(one.from)} →</span>
      <span>{clocks(one.to)}</span>
    </div>
  );
}

type MoreProps = Props & { now: number; onAdd: (one: QuietWindow) => Promise<boolean> };

/** Read off the venue's wall, as everything that is planned. */
function OneMore({ desk, now, onAdd }: MoreProps) {
  const say = useSay();
  const { venueZone, venueName } = desk.campaign;
  const [name, setName] = useState("");
  const [from, setFrom] = useState(() => wallIn(venueZone, now));
  const [to, setTo] = useState(() => wallIn(venueZone, nextMinute(now, 15 * minuteMs)));
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const [begins, ends] = [instantOf(venueZone, from), instantOf(venueZone, to)];
    const isWhole = begins !== null && ends !== null && begins < ends && name.trim() !== "";
    setWrong(!isWhole);
    if (!isWhole) return;
    const one = {
      from: new Date(begins).toISOString(),
      to: new Date(ends).toISOString(),
      name: name.trim(),
    };
    onAdd(one)
      .then((isKept) => isKept && setName(""))
      .catch(reportError);
  };
  return (
    <form className={`${form.form} ${styles.more}`} onSubmit={submit}>
      <div className={form.field}>
        <label htmlFor="quiet-name">{say("quiet.name")}</label>
        <input
          id="quiet-name"
          maxLength={60}
          value={name}
          placeholder={say("quiet.name.hint")}
          onChange={({ target }) => setName(target.value)}
        />
      </div>
      <WallFields
        legend={say("quiet.from", { place: venueName })}
        place={venueName}
        wall={from}
        onChoose={setFrom}
      />
      <WallFields
        legend={say("quiet.to", { place: venueName })}
        place={venueName}
        wall={to}
        onChoose={setTo}
      />
      {wrong && (
        <p className={form.said} role="alert">
          {say("quiet.wrong")}
        </p>
      )}
      <button type="submit" className={styles.add}>
        {say("quiet.add")}
      </button>
    </form>
  );
}
