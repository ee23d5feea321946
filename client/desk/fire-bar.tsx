import type { Account } from "#shared/campaigns.ts";
import type { Snapshot } from "#shared/changes.ts";
import type { Rendering } from "#shared/commands.ts";
import { type Sensitivity, sensitivityOf } from "#shared/four-eyes.ts";
import { isPassed, type Moment } from "#shared/moments.ts";
import { type NetworkName, wornBy } from "#shared/networks.ts";
import { may } from "#shared/roles.ts";
import { useServerNow } from "../live/now.ts";
import { reachOf, useLive } from "../live/store.ts";
import { type Say, useSay } from "../messages/words.tsx";
import type { Key } from "../ui/keys.ts";
import { isToHandle, saidOf } from "./about.ts";
import type { Acts } from "./acts.ts";
import { useAttention } from "./attention.ts";
import { type Armed, useDesk } from "./desk-store.ts";
import styles from "./fire-bar.module.css";
import { overBy } from "./flaws.ts";
import { KeyCaps, useKeyWords, useShortcut } from "./key-caps.tsx";
import { isDeliberate, type Obstacle, obstacleTo } from "./may-fire.ts";
import { networkWords, placeWords } from "../ui/network-mark.tsx";
import { clockIn } from "../ui/time.ts";
import { NearWords } from "./near-words.tsx";
import { NoticeLine } from "./notice-line.tsx";
import { revealNext } from "./reveal.ts";
import { undoWindowOf } from "./undo-window.ts";
import { UndoWords } from "./undo-words.tsx";
import { heldOf } from "./waits.ts";
import { Waits } from "./waits-line.tsx";

type Props = { desk: Snapshot; moment: Moment; acts: Acts; keys: readonly Key[] };

/** The one button that publishes. It says what will happen in words, or why nothing can. */
export function FireBar({ desk, moment, acts }: Props) {
  const say = useSay();
  const me = useLive((live) => live.me);
  const connection = useLive(reachOf);
  const armed = useDesk((state) => state.armed);
  const notice = useDesk((state) => state.notice);
  const mine = armed?.momentId === moment.id ? armed : null;
  // A silence begins and ends while nothing else changes.
  const now = useServerNow(desk.campaign.quietWindows.length > 0 ? 500 : 0);
  const obstacle = me && obstacleTo({ desk, me, connection, moment, armed: mine, now });
  const way = mine?.editing ? "fireText" : "fire";
  const shortcut = useShortcut(way);
  return (
    <div className={styles.bar}>
      {notice?.kind === "nearWords" && mine ? (
        <NearWords notice={notice} onAnyway={acts.fireAnyway} />
      ) : (
        <NoticeLine />
      )}
      <div className={styles.row}>
        <button
          type="button"
          className={styles.fire}
          data-fire
          data-ready={obstacle === null}
          data-why={obstacle?.why}
          aria-disabled={obstacle !== null}
          {...shortcut}
          onClick={() => press(acts)}
        >
          <KeyCaps of={way} tone={obstacle === null ? "standby" : "plain"} />
          {obstacle ? (
            <Why obstacle={obstacle} armed={mine} />
          ) : (
            mine && <Consequence armed={mine} desk={desk} moment={moment} />
          )}
        </button>
        {obstacle?.why === "claimed" && (
          <button type="button" className={styles.other} onClick={acts.takeOver}>
            {say("fire.takeOver")} <KeyCaps of="takeOver" />
          </button>
        )}
        {!mine && <Pass desk={desk} moment={moment} acts={acts} />}
        {mine && mine.phase !== "firing" && (
          <button
            type="button"
            className={styles.other}
            onClick={() => useDesk.setState({ armed: null, notice: null })}
          >
            {say("fire.disarm")} {!mine.editing && <KeyCaps of="escape" />}
          </button>
        )}
      </div>
    </div>
  );
}

/** Leaves it as it stands, or takes it up again. */
function Pass({ desk, moment, acts }: Omit<Props, "keys">) {
  const say = useSay();
  const me = useLive((live) => live.me);
  if (!me || !may(me.role, "fire")) return null;
  if (isPassed(moment))
    return (
      <button type="button" className={styles.other} onClick={acts.unpass}>
        {say("fire.unpass")} <KeyCaps of="unpass" />
      </button>
    );
  if (!isToHandle(moment, saidOf(desk, moment.id))) return null;
  return (
    <button type="button" className={styles.other} onClick={acts.pass}>
      {say("fire.pass")} <KeyCaps of="pass" />
    </button>
  );
}

/** By hand, under the same rules as the key: what was not in view is shown before anything leaves. */
function press(acts: Acts): void {
  const { armed, hiddenCards } = useDesk.getState();
  if (!armed || !isDeliberate({ repeat: false, isComposing: false }, armed, performance.now()))
    return;
  if (armed.editing) return acts.fireText();
  if (hiddenCards > 0 && revealNext()) return;
  acts.fire();
}

/** What Enter does: publishes, or asks a colleague where one editor alone may not. */
function Consequence({ armed, desk, moment }: { armed: Armed; desk: Snapshot; moment: Moment }) {
  const say = useSay();
  // Chosen anew while it is on standby, it is said anew.
  useAttention(({ undoTimes }) => undoTimes);
  const undoMs = undoWindowOf(desk, moment, armed.accounts);
  const sensitivity = sensitivityOf(desk.campaign, moment);
  const hidden = useDesk((state) => state.hiddenCards);
  const isPublic = armed.accounts.some((account) => account.realm === "live");
  const out = leftOutWords(say, armed);
  const held = heldWords(say, armed, desk);
  return (
    <>
      <span className={styles.what}>
        <b>{say(sensitivity ? "fire.ask" : "fire.publish", { count: armed.renderings.length })}</b>
        <small>
          {whereWords(say, armed)}
          {out && <>. {out}</>}
        </small>
        {sensitivity && <small>{twoWords(say, sensitivity)}</small>}
        {held && <small className={styles.stopped}>{held}</small>}
        <Waits accounts={armed.accounts} undoMs={undoMs} className={styles.stopped} />
      </span>
      <span className={styles.then}>
        {hidden > 0 && <b className={styles.hidden}>{say("fire.hidden", { count: hidden })}</b>}
        {sensitivity ? (
          <small>{say("fire.ask.then")}</small>
        ) : (
          <UndoWords desk={desk} moment={moment} undoMs={undoMs} />
        )}
        <small className={styles.realm} data-public={isPublic}>
          {say(isPublic ? "fire.public" : "fire.practice")}
        </small>
      </span>
    </>
  );
}

/** Why a second person reads it first. */
function twoWords(say: Say, sensitivity: Sensitivity): string {
  if (sensitivity === "sombre") return say("fire.ask.sombre");
  return say("fire.ask.kind", { kind: say(`kind.${sensitivity}`) });
}

/** `2 X, 2 Bluesky`: one text an account and language. */
function whereWords(say: Say, { renderings, accounts }: Armed): string {
  const counts = new Map<NetworkName, number>();
  for (const { accountId } of renderings) {
    const account = accounts.find((each) => each.id === accountId);
    if (account) counts.set(wornBy(account), (counts.get(wornBy(account)) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => `${count} ${networkWords(say, name)}`).join(", ");
}

function leftOutWords(say: Say, { leftOut }: Armed): string | null {
  if (leftOut.length === 0) return null;
  return say("fire.leftOut", { places: leftOut.map((each) => placeOf(say, each)).join(", ") });
}

/** An account's own hold stops its part at the gate: better known before. */
function heldWords(say: Say, { accounts }: Armed, desk: Snapshot): string | null {
  const held = heldOf(desk, accounts);
  if (held.length === 0) return null;
  return say("fire.heldAccounts", { places: held.map((each) => placeOf(say, each)).join(", ") });
}

function placeOf(say: Say, account: Account): string {
  return placeWords(say, wornBy(account), account.locales);
}

function Why({ obstacle, armed }: { obstacle: Obstacle; armed: Armed | null }) {
  const say = useSay();
  const keys = {
    edit: useKeyWords("edit"),
    takeOver: useKeyWords("takeOver"),
    charter: useKeyWords("charter"),
  };
  const zone = useLive((live) => live.desk?.campaign.venueZone ?? "UTC");
  const how = howWords(say, obstacle, armed, keys);
  return (
    <span className={styles.what}>
      <b>{whyWords(say, obstacle, zone)}</b>
      {how && <small>{how}</small>}
    </span>
  );
}

function whyWords(say: Say, obstacle: Obstacle, zone: string): string {
  if (obstacle.why === "quiet") {
    const time = clockIn(zone, obstacle.until).slice(0, 5);
    return say("fire.why.quiet", { time, name: obstacle.name });
  }
  if (obstacle.why === "missing")
    return say("fire.why.missing", { names: obstacle.names.join(", ") });
  if (obstacle.why === "claimed") return say("fire.why.claimed", { by: obstacle.by });
  if (obstacle.why === "banned") return say("fire.why.banned", { word: obstacle.word });
  return say(`fire.why.${obstacle.why}`);
}

/** What to do about it, where a key or a button of the desk does. */
function howWords(
  say: Say,
  { why }: Obstacle,
  armed: Armed | null,
  keys: Record<"edit" | "takeOver" | "charter", string>,
): string | null {
  if (why === "nothing") return say("fire.why.nothing.how");
  if (why === "claimed") return say("fire.why.claimed.how", { key: keys.takeOver });
  if (why === "noAccount" && armed && armed.leftOut.length > 0) return say("fire.why.allOut.how");
  if (why === "stale") return say("fire.why.stale.how");
  if (why === "quiet") return say("fire.why.quiet.how", { key: keys.charter });
  if (why === "banned") return say("fire.why.banned.how", { key: keys.edit });
  if (!armed || (why !== "tooLong" && why !== "empty")) return null;
  const at = (each: Rendering): boolean => (why === "empty" ? each.text === "" : overBy(each) > 0);
  const long = armed.renderings.filter(at);
  const places = long.flatMap(({ accountId, locale }) => {
    const account = armed.accounts.find((each) => each.id === accountId);
    return account ? [placeWords(say, wornBy(account), [locale])] : [];
  });
  return say(`fire.why.${why}.how`, { places: places.join(", "), key: keys.edit });
}
