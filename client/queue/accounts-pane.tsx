import { useMemo, useState } from "react";
import type { Person } from "#shared/campaigns.ts";
import type { Snapshot } from "#shared/changes.ts";
import { wornBy } from "#shared/networks.ts";
import type { AccountPace } from "#shared/protocol.ts";
import { whoHeld } from "../live/holds.ts";
import { useLive } from "../live/store.ts";
import { type Say, useSay } from "../messages/words.tsx";
import { NetworkMark, networkWords } from "../ui/network-mark.tsx";
import { clockIn, countdown, span } from "../ui/time.ts";
import { type AccountLine, accountLines, type Health } from "./accounts.ts";
import styles from "./accounts-pane.module.css";
import { Machines } from "./machines.tsx";
import { Shape } from "./shape.tsx";
import { Ways } from "./ways.tsx";

const none: AccountPace[] = [];
type Props = { desk: Snapshot; now: number };

/** Every account in a line, and below them the machines that send. On a narrow screen, folded. */
export function AccountsPane({ desk, now }: Props) {
  const say = useSay();
  const [isOpen, setOpen] = useState(false);
  const paces = useLive((live) => live.presence?.paces) ?? none;
  const second = Math.floor(now / 1000) * 1000;
  const lines = useMemo(() => accountLines(desk, paces, second), [desk, paces, second]);
  const troubled = lines.filter(({ health }) => health.kind !== "ok").length;
  return (
    <div className={styles.pane} data-unfolded={isOpen}>
      <button
        type="button"
        className={styles.fold}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Shape of={troubled > 0 ? "limited" : "ok"} /> {say("queue.accounts.show")}{" "}
        <b>
          {lines.length - troubled}/{lines.length}
        </b>
      </button>
      {/* Nothing in it takes the focus; who scrolls with the keyboard must get there. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className={styles.parts} tabIndex={0} aria-label={say("queue.accounts.show")}>
        <h3>{say("queue.accounts")}</h3>
        {lines.length === 0 && <p className={styles.none}>{say("queue.accounts.none")}</p>}
        <ul className={styles.accounts}>
          {lines.map((line) => (
            <li key={line.account.id} data-account={line.account.handle}>
              <Account line={line} desk={desk} now={now} />
            </li>
          ))}
        </ul>
        <Ways desk={desk} now={now} />
        <Machines now={now} />
      </section>
    </div>
  );
}

function Account({ line, desk, now }: Props & { line: AccountLine }) {
  const say = useSay();
  const { account, health } = line;
  const worn = wornBy(account);
  return (
    <div className={styles.account} data-health={health.kind}>
      <Shape of={health.kind} />
      <b>
        <NetworkMark name={worn} size={13} />
        <span className="unseen">{networkWords(say, worn)} </span>
        <span>{account.handle}</span>
        <em>{account.locales.map((each) => each.toUpperCase()).join(" + ")}</em>
      </b>
      <span className={styles.health}>
        {healthWords(say, health, desk.people, desk.campaign.venueZone, now)}
      </span>
      <small>{figures(say, line, now).join(" · ")}</small>
    </div>
  );
}

function healthWords(
  say: Say,
  health: Health,
  people: readonly Person[],
  zone: string,
  now: number,
): string {
  if (health.kind === "limited")
    return say("queue.account.limited", {
      time: clockIn(zone, health.until),
      span: span(say, health.until - now),
    });
  if (health.kind === "signIn" && health.since !== null)
    return say("queue.account.signIn.since", { time: clockIn(zone, health.since) });
  if (health.kind !== "held") return say(`queue.account.${health.kind}`);
  const { reason, by, at } = health.hold;
  if (reason !== null || !at) return say("queue.account.held.desk");
  return say("queue.account.held", { who: whoHeld(people, by), time: clockIn(zone, at) });
}

/** What it has used, how far apart its messages are, what waits, what comes next. */
function figures(
  say: Say,
  { account, budget, nextAt, waiting }: AccountLine,
  now: number,
): string[] {
  const said: string[] = [];
  if (budget)
    said.push(
      say("queue.account.budget", {
        used: budget.used,
        posts: budget.posts,
        span: wholeSpan(say, budget.spanMs),
      }),
    );
  if (account.spacingMs > 0)
    said.push(say("queue.account.spacing", { seconds: account.spacingMs / 1000 }));
  if (waiting > 0) said.push(say("queue.account.waiting", { count: waiting }));
  if (nextAt !== null) said.push(say("queue.account.next", { left: countdown(say, nextAt - now) }));
  return said;
}

const minuteMs = 60_000;

/** A window as networks state them: `15 min`, `1 h`. */
function wholeSpan(say: Say, spanMs: number): string {
  return spanMs < 60 * minuteMs
    ? say("queue.window.minutes", { count: spanMs / minuteMs })
    : say("queue.window.hours", { count: spanMs / (60 * minuteMs) });
}
