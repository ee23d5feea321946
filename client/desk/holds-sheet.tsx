import type { Account, Hold } from "#shared/campaigns.ts";
import type { Snapshot } from "#shared/changes.ts";
import { wornBy } from "#shared/networks.ts";
import { may } from "#shared/roles.ts";
import { useLive } from "../live/store.ts";
import { enHolds } from "../messages/en-holds.ts";
import { frHolds } from "../messages/fr-holds.ts";
import { addWords, type Say, useLocale, useSay } from "../messages/words.tsx";
import { NetworkMark, networkWords } from "../ui/network-mark.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { clockIn } from "../ui/time.ts";
import type { About, Acts } from "./acts.ts";
import { AccountSpacing } from "./account-spacing.tsx";
import { AccountUndo } from "./account-undo.tsx";
import { waitingOn } from "./alarms.ts";
import { useDesk } from "./desk-store.ts";
import styles from "./holds-sheet.module.css";
import { NoticeLine } from "./notice-line.tsx";
import { holdIn, isHeld, whoHeld } from "../live/holds.ts";

addWords({ fr: frHolds, en: enHolds });

type Props = { desk: Snapshot; acts: Acts };

/** Everything, the campaign and each account: held or not, by whom, since when; and the time between an account's messages, and to undo them. */
export function HoldsSheet({ desk, acts }: Props) {
  const say = useSay();
  const locale = useLocale();
  const me = useLive((live) => live.me);
  const mayRelease = me !== null && may(me.role, "produce");
  const everything: About = { scope: "global", accountId: null };
  const campaign: About = { scope: "campaign", accountId: null };
  return (
    <Sheet
      title={say("holds.title")}
      ownKeys
      onClose={() => useDesk.setState({ holdsOpen: false })}
    >
      {() => (
        <div className={styles.holds}>
          <NoticeLine />
          <p className={styles.note}>
            {say("holds.note")} {!mayRelease && say("holds.release.who")}
          </p>
          <ul>
            <HoldRow about={everything} name={say("holds.global")} desk={desk} acts={acts} />
            <HoldRow
              about={campaign}
              name={`${say("holds.campaign")}${desk.campaign.name[locale] ? `, ${desk.campaign.name[locale]}` : ""}`}
              desk={desk}
              acts={acts}
            />
          </ul>
          <h3>{say("holds.accounts")}</h3>
          <ul>
            {desk.accounts
              .toSorted((a, b) => (a.id < b.id ? -1 : 1))
              .map((account) => (
                <AccountRow key={account.id} account={account} desk={desk} acts={acts} />
              ))}
          </ul>
        </div>
      )}
    </Sheet>
  );
}

type RowProps = Props & { about: About; name: string };

function HoldRow({ about, name, desk, acts }: RowProps) {
  const say = useSay();
  const hold = holdIn(desk, about.scope, about.accountId);
  return (
    <li className={styles.row} data-scope={about.scope} data-held={hold !== null}>
      <div>
        <b>{name}</b>
        <small>{hold ? heldWords(say, hold, desk, null) : say("holds.free")}</small>
      </div>
      <Toggle about={about} name={name} hold={hold} acts={acts} />
    </li>
  );
}

function AccountRow({ account, desk, acts }: Props & { account: Account }) {
  const say = useSay();
  const hold = holdIn(desk, "account", account.id);
  const waiting = waitingOn(desk, account.id);
  const about: About = { scope: "account", accountId: account.id };
  return (
    <li
      className={styles.row}
      data-account={account.handle}
      data-held={hold !== null}
      data-reason={hold?.reason}
    >
      <div>
        <b className={styles.name}>
          <NetworkMark name={wornBy(account)} /> {networkWords(say, wornBy(account))}{" "}
          {account.locales.map((each) => each.toUpperCase()).join(" + ")}
          <span>{account.handle}</span>
        </b>
        <small>
          {hold
            ? heldWords(say, hold, desk, account)
            : say(isHeld(desk) ? "holds.account.under" : "holds.account.free")}
          {waiting > 0 && `. ${say("holds.waiting", { count: waiting })}`}
          {" · "}
          {say(`holds.realm.${account.realm}`)}
        </small>
        {hold?.reason === "signIn" && (
          <small className={styles.how}>{say("holds.signIn.how")}</small>
        )}
        <AccountSpacing account={account} acts={acts} />
        <AccountUndo account={account} />
      </div>
      <Toggle about={about} name={account.handle} hold={hold} acts={acts} />
    </li>
  );
}

function heldWords(say: Say, hold: Hold, desk: Snapshot, account: Account | null): string {
  const since = hold.at ? clockIn(desk.campaign.venueZone, hold.at) : "?";
  if (hold.reason === "signIn" && account)
    return say("holds.signIn", { network: networkWords(say, wornBy(account)), since });
  if (hold.reason !== null) return say("holds.held.desk", { since });
  return say("holds.held", { who: whoHeld(desk.people, hold.by), since });
}

type ToggleProps = { about: About; name: string; hold: Hold | null; acts: Acts };

/** Anyone who fires may hold; releasing is a producer's. */
function Toggle({ about, name, hold, acts }: ToggleProps) {
  const say = useSay();
  const me = useLive((live) => live.me);
  if (!me || !may(me.role, hold ? "produce" : "hold")) return null;
  const act = say(hold ? "holds.release" : "holds.place");
  return (
    <button
      type="button"
      className={styles.toggle}
      data-held={hold !== null}
      {...(about.scope === "global" && { "data-first": true })}
      aria-label={say("holds.of", { act, what: name })}
      onClick={() => (hold ? acts.release(about) : acts.hold(about))}
    >
      {act}
    </button>
  );
}
