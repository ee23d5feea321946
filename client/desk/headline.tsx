import { marksIn } from "#shared/marks.ts";
import type { Claim, Moment } from "#shared/moments.ts";
import { useServerNow } from "../live/now.ts";
import { useLive } from "../live/store.ts";
import { type Say, useLocale, useSay } from "../messages/words.tsx";
import { Glyph } from "../ui/glyph.tsx";
import { ago } from "../ui/time.ts";
import { changedSincePosted, type Said, untrueIn } from "./about.ts";
import { Disagreements } from "./disagreements.tsx";
import styles from "./headline.module.css";
import { OthersLine } from "./others-line.tsx";
import { SeenLines } from "./seen-lines.tsx";
import { UntrueLines } from "./untrue-lines.tsx";
import { WayLine } from "./way-line.tsx";

type Props = { moment: Moment; said: Said; claim: Claim | null };

/** A headline of more characters than this is set smaller: what will leave must stay in view. */
const longFrom = 90;

/** What happened, in one big line, and what an editor needs to trust it. */
export function Headline({ moment, said, claim }: Props) {
  const say = useSay();
  const locale = useLocale();
  const now = useServerNow(1000);
  const desk = useLive((live) => live.desk);
  const untrue = untrueIn(moment, said);
  const { facts } = moment;
  const about = [facts.eventName?.[locale], facts.phase?.[locale]].filter(Boolean).join(", ");
  const game = [facts.minute, facts.score].filter(Boolean).join(" · ");
  return (
    <section aria-labelledby="headline" data-version={moment.version}>
      <p className={styles.eyebrow}>
        <Glyph name={moment.kind} />
        <b>{kindWords(say, moment)}</b>
        {game && <b>{game}</b>}
        {about && <span>{about}</span>}
        <span>{ago(say, now - Date.parse(moment.raisedAt))}</span>
        <OthersLine momentId={moment.id} />
      </p>
      <h2
        id="headline"
        className={styles.headline}
        data-withdrawn={moment.status === "withdrawn"}
        data-long={moment.headline[locale].length > longFrom}
      >
        {moment.headline[locale]}
      </h2>
      <FactLine moment={moment} said={said} now={now} claim={claim} />
      <WayLine moment={moment} said={said} />
      <Disagreements moment={moment} />
      <SeenLines moment={moment} />
      <Warnings moment={moment} said={said} />
      {desk && <UntrueLines desk={desk} untrue={untrue} />}
      <BeforeAfter moment={moment} />
      <Reasons moment={moment} />
    </section>
  );
}

function kindWords(say: Say, { kind, facts }: Moment): string {
  return kind === "medal" && facts.medal ? say(`kind.medal.${facts.medal}`) : say(`kind.${kind}`);
}

function FactLine({ moment, said, now, claim }: Props & { now: number }) {
  const say = useSay();
  const locale = useLocale();
  const me = useLive((live) => live.me);
  const { source } = moment;
  const newest = said.posts[0];
  const sent = said.deliveries.filter(({ state }) => state === "confirmed").length;
  const posted =
    newest && sent > 0
      ? say("detail.posted.some", { count: sent, age: ago(say, now - Date.parse(newest.firedAt)) })
      : say("detail.posted.none");
  return (
    <dl className={styles.facts}>
      <Fact
        name={say("detail.source")}
        value={[...new Set(moment.sources.map(sourceWords))].join(" + ")}
        {...(source.document && { title: source.document })}
      />
      <Fact name={say("detail.status")} value={say(`status.${moment.status}`)} />
      <Fact name={say("detail.version")} value={String(moment.version)} />
      <Fact name={say("detail.posted")} value={posted} />
      {moment.facts.url && (
        <div>
          <dt className="unseen">{say("kind.news")}</dt>
          <dd>
            <a href={moment.facts.url} target="_blank" rel="noreferrer">
              {say("detail.read")} <Glyph name="out" size={12} />
            </a>
          </dd>
        </div>
      )}
      {claim && (
        <Fact
          name={say("detail.claim")}
          value={claim.personId === me?.id ? say("detail.claim.mine") : claim.personName}
        />
      )}
      {moment.facts.previous && (
        <Fact name={say("detail.previous")} value={marksIn(moment.facts.previous, locale)} />
      )}
      {moment.late && <Fact name="" value={say("detail.late")} />}
      {moment.test && <Fact name="" value={say("detail.test")} />}
    </dl>
  );
}

/** The feed by its name, and its format when the name does not already say it. */
function sourceWords({ feed, format, version }: Moment["source"]): string {
  if (format === "spotter") return feed;
  const named =
    feed.toLowerCase() === format.toLowerCase()
      ? format.toUpperCase()
      : `${feed} (${format.toUpperCase()})`;
  return version === null ? named : `${named} v${version}`;
}

function Fact({ name, value, title }: { name: string; value: string; title?: string }) {
  return (
    <div {...(title && { title })}>
      <dt>{name}</dt> <dd>{value}</dd>
    </div>
  );
}

function Warnings({ moment, said }: { moment: Moment; said: Said }) {
  const say = useSay();
  const quoted = Math.max(0, ...said.posts.map((post) => post.momentVersion ?? 0));
  const words = [
    moment.status === "withdrawn" && untrueIn(moment, said).length === 0 && say("detail.withdrawn"),
    moment.status === "protested" && say("detail.protested"),
    moment.status === "protested" &&
      changedSincePosted(moment, said) &&
      say("detail.postedBefore", { version: quoted }),
  ].filter((each) => each !== false);
  return words.map((each) => (
    <p key={each} className={styles.warning}>
      <Glyph name="disqualification" size={16} /> {each}
    </p>
  ));
}

/** A correction, shown as what it said and what it says. */
function BeforeAfter({ moment }: { moment: Moment }) {
  const say = useSay();
  const locale = useLocale();
  const { before } = moment;
  if (!before) return null;
  const sameWords = before.headline[locale] === moment.headline[locale];
  return (
    <div className={styles.change}>
      <div>
        <span>{say("detail.before", { version: before.version })}</span>
        <del>{sameWords ? say(`status.${before.status}`) : before.headline[locale]}</del>
      </div>
      <div>
        <span>{say("detail.after", { version: moment.version })}</span>
        <ins>{sameWords ? say(`status.${moment.status}`) : moment.headline[locale]}</ins>
      </div>
    </div>
  );
}

function Reasons({ moment }: { moment: Moment }) {
  const say = useSay();
  const locale = useLocale();
  const { score, reasons } = moment.salience;
  if (reasons.length === 0) return null;
  return (
    <p className={styles.why}>
      <span>{say("detail.why")}</span>
      {reasons.map((reason) => (
        <span key={reason.code} {...(reason.field && { title: reason.field })}>
          {reason.text[locale]} <b>{signed(reason.points)}</b>
        </span>
      ))}
      <span>
        <b>{say("detail.points", { points: score })}</b>
      </span>
    </p>
  );
}

function signed(points: number): string {
  return points < 0 ? `−${-points}` : `+${points}`;
}
