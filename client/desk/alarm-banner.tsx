import type { ReactNode } from "react";
import type { Account } from "#shared/campaigns.ts";
import type { Snapshot } from "#shared/changes.ts";
import type { Feed } from "#shared/feeds.ts";
import type { Locale } from "#shared/locales.ts";
import { wornBy } from "#shared/networks.ts";
import { may } from "#shared/roles.ts";
import { useLive } from "../live/store.ts";
import { type Say, useLocale, useSay } from "../messages/words.tsx";
import { giveBackKeys } from "../ui/after-click.ts";
import { Glyph, type GlyphName } from "../ui/glyph.tsx";
import { networkWords } from "../ui/network-mark.tsx";
import { clockIn, precise, span } from "../ui/time.ts";
import type { Acts } from "./acts.ts";
import { type Alarm, waitingOn } from "./alarms.ts";
import styles from "./banners.module.css";
import { useDesk } from "./desk-store.ts";
import { KeyCaps, useShortcut } from "./key-caps.tsx";
import { whoHeld } from "../live/holds.ts";

type Tone = "stale" | "alarm" | "held" | "warning";
const tones: Record<Alarm["kind"], Tone> = {
  recordAway: "stale",
  noWorker: "alarm",
  clocksStopped: "alarm",
  late: "alarm",
  untrue: "alarm",
  restored: "held",
  held: "held",
  signIn: "alarm",
  wrongMode: "alarm",
  feedTrouble: "warning",
  queueAway: "warning",
  clocksApart: "warning",
  accountsHeld: "warning",
};
const glyphs: Record<Tone, GlyphName> = {
  stale: "disqualification",
  alarm: "disqualification",
  held: "hourglass",
  warning: "disqualification",
};

type Props = { alarm: Alarm; desk: Snapshot; acts: Acts; children: ReactNode };

/** One line: what is wrong, what it means, and the way to what can be done. What counts is not read out again. */
export function AlarmBanner({ alarm, desk, acts, children }: Props) {
  const say = useSay();
  const locale = useLocale();
  const tone = alarm.kind === "clocksStopped" && !alarm.all ? "warning" : tones[alarm.kind];
  const { what, next, counts } = alarmWords(say, alarm, desk, locale);
  return (
    <div
      className={styles.banner}
      data-tone={tone}
      data-alarm={alarm.kind}
      role={tone === "alarm" || tone === "stale" ? "alert" : "status"}
    >
      <Glyph name={alarm.kind === "accountsHeld" ? "hourglass" : glyphs[tone]} size={15} />
      <p>
        <b {...(counts && { "aria-hidden": true })}>{what}</b> {next}
      </p>
      <Act alarm={alarm} acts={acts} />
      {children}
    </div>
  );
}

type Words = { what: string; next: string; counts?: boolean };

function alarmWords(say: Say, alarm: Alarm, desk: Snapshot, locale: Locale): Words {
  switch (alarm.kind) {
    case "recordAway":
    case "noWorker":
    case "queueAway":
      return {
        what: say(`alarm.${alarm.kind}`, { span: span(say, alarm.forMs) }),
        next: say(`alarm.${alarm.kind}.then`),
        counts: true,
      };
    case "late":
      return { what: say("alarm.late", { span: span(say, alarm.forMs) }), next: "", counts: true };
    case "clocksStopped":
    case "clocksApart": {
      const kind = alarm.kind === "clocksStopped" && !alarm.all ? "clocksStopped.some" : alarm.kind;
      const values = { apart: precise(say, alarm.apartMs, locale), name: alarm.name };
      return { what: say(`alarm.${kind}`, values), next: say(`alarm.${kind}.then`, values) };
    }
    case "untrue":
      return untrueWords(say, alarm, locale);
    case "restored":
      return {
        what: say("alarm.restored"),
        next: say("alarm.restored.then", { count: alarm.open }),
      };
    case "held": {
      const { by, at } = alarm.hold;
      const since = at ? clockIn(desk.campaign.venueZone, at) : "";
      const who = say("hold.who", { who: whoHeld(desk.people, by), since });
      return {
        what: say(alarm.scope === "global" ? "hold.held" : "alarm.campaignHeld"),
        next: `${who}. ${say("hold.note")} ${waitingWords(say, waitingOn(desk, null))}`,
      };
    }
    case "signIn":
      return {
        what: say("alarm.signIn", {
          network: networkWords(say, wornBy(alarm.account)),
          account: alarm.account.handle,
        }),
        next: waitingWords(say, alarm.waiting),
      };
    case "wrongMode":
      return {
        what: say("alarm.wrongMode", {
          title: alarm.post.title[locale],
          span: span(say, alarm.leftMs),
        }),
        next: say(`alarm.wrongMode.${alarm.mode}`),
        counts: true,
      };
    case "feedTrouble":
      return feedWords(say, alarm.feeds, desk.campaign.venueZone);
    case "accountsHeld":
      return {
        what: heldAccounts(say, alarm.accounts),
        next: waitingWords(say, alarm.waiting),
      };
    default:
      return alarm satisfies never;
  }
}

function untrueWords(
  say: Say,
  { first, others, by, forMs }: Extract<Alarm, { kind: "untrue" }>,
  locale: Locale,
): Words {
  const what = say("alarm.untrue", { count: first.count, said: first.said[locale] });
  const since = forMs === null ? "" : say("alarm.untrue.since", { span: span(say, forMs) });
  const who = by ? say("alarm.untrue.by", { by }) : "";
  const more = others > 0 ? say("alarm.untrue.others", { count: others }) : "";
  return { what, next: [since, who, more].filter(Boolean).join(" ") };
}

function feedWords(say: Say, feeds: readonly Feed[], zone: string): Words {
  const [first] = feeds;
  if (feeds.length > 1 || !first?.trouble) {
    const names = feeds.map(({ name }) => name).join(", ");
    return { what: say("alarm.feeds", { count: feeds.length, names }), next: "" };
  }
  const { code, since } = first.trouble;
  return {
    what: say("alarm.feed", {
      name: first.name,
      trouble: say(`feed.trouble.${code}`),
      since: clockIn(zone, since),
    }),
    next: say(`alarm.feed.${code}.then`),
  };
}

function heldAccounts(say: Say, accounts: readonly Account[]): string {
  const names = accounts.map(({ handle }) => handle);
  if (names.length === 1) return `${say("alarm.accountHeld", { account: names[0]! })}.`;
  return `${say("alarm.accountsHeld", { count: names.length, accounts: names.join(", ") })}.`;
}

function waitingWords(say: Say, count: number): string {
  return count > 0 ? say("hold.waiting", { count }) : "";
}

const aboutAccounts: readonly Alarm["kind"][] = ["signIn", "accountsHeld"];

function Act({ alarm, acts }: Pick<Props, "alarm" | "acts">) {
  const say = useSay();
  const shortcut = useShortcut("correct");
  const me = useLive((live) => live.me);
  if (alarm.kind === "untrue") {
    if (!me || !may(me.role, "fire")) return null;
    return (
      <button
        type="button"
        className={styles.act}
        {...shortcut}
        onClick={(event) => {
          acts.correct();
          giveBackKeys(event);
        }}
      >
        {say("alarm.untrue.correct")} <KeyCaps of="correct" />
      </button>
    );
  }
  if (alarm.kind === "wrongMode") {
    if (!me || !may(me.role, "produce")) return null;
    return (
      <button
        type="button"
        className={styles.act}
        aria-haspopup="dialog"
        onClick={() => useDesk.setState({ modeOpen: true })}
      >
        {say("alarm.wrongMode.act")}
      </button>
    );
  }
  if (alarm.kind === "feedTrouble")
    return (
      <button
        type="button"
        className={styles.act}
        aria-haspopup="dialog"
        onClick={() => useDesk.setState({ feedsOpen: true })}
      >
        {say("alarm.feeds.open")}
      </button>
    );
  if (aboutAccounts.includes(alarm.kind))
    return (
      <button
        type="button"
        className={styles.act}
        aria-haspopup="dialog"
        onClick={() => useDesk.setState({ holdsOpen: true })}
      >
        {say("alarm.accounts")}
      </button>
    );
  // The global hold is lifted from the top bar, where it was placed.
  const isCampaign = alarm.kind === "held" && alarm.scope === "campaign";
  if (!isCampaign || !me || !may(me.role, "produce")) return null;
  return (
    <button
      type="button"
      className={styles.act}
      onClick={(event) => {
        acts.release({ scope: "campaign", accountId: null });
        giveBackKeys(event);
      }}
    >
      {say("holds.release")}
    </button>
  );
}
