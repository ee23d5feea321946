import { memo, useState } from "react";
import type { Account, Campaign } from "#shared/campaigns.ts";
import type { Delivery } from "#shared/posts.ts";
import type { Slot, SlotKind } from "#shared/slots.ts";
import { check, isInDoubt } from "../live/in-doubt.ts";
import { type Standing, standingOf } from "../live/standing.ts";
import { type Say, useLocale, useSay } from "../messages/words.tsx";
import { Glyph, type GlyphName } from "../ui/glyph.tsx";
import { looksLike, NetworkMark, placeWords } from "../ui/network-mark.tsx";
import { clockAndDay } from "../ui/slot-clocks.ts";
import { standingGlyphs } from "../ui/standing-glyphs.ts";
import { clockIn, countdown } from "../ui/time.ts";
import { timetableWords } from "../ui/timetable-words.ts";
import { dateIn, type PlannedSlot, silenceOver } from "./day.ts";
import styles from "./rundown.module.css";

const kinds: Record<SlotKind, GlyphName> = {
  post: "schedule",
  ceremony: "ceremony",
  evergreen: "note",
};

type Desk = { accounts: readonly Account[]; campaign: Campaign };
type Props = Desk & { planned: PlannedSlot; now: number; isNext: boolean };

/** One slot: both clocks, what, where, how it stands, how long until then. Its texts open below it. */
export function SlotRow({ planned, accounts, campaign, now, isNext }: Props) {
  const say = useSay();
  const [isOpen, setOpen] = useState(false);
  const { slot, at, deliveries, isPast } = planned;
  return (
    <tbody data-slot={slot.externalId} data-next={isNext} data-past={isPast}>
      <tr className={styles.row}>
        <Cells
          planned={planned}
          accounts={accounts}
          campaign={campaign}
          isOpen={isOpen}
          onToggle={setOpen}
        />
        <td className={styles.left}>{isPast ? "" : countdown(say, at - now)}</td>
      </tr>
      {isOpen && (
        <tr className={styles.texts}>
          <td colSpan={6}>
            <ul>
              {deliveries.map((delivery) => (
                <li key={delivery.id}>
                  <Text
                    delivery={delivery}
                    standing={standingOf(delivery, now)}
                    accounts={accounts}
                    campaign={campaign}
                  />
                </li>
              ))}
            </ul>
          </td>
        </tr>
      )}
    </tbody>
  );
}

type CellsProps = Desk & {
  planned: PlannedSlot;
  isOpen: boolean;
  onToggle: (open: boolean) => void;
};

/** All of a row that does not count: drawn anew only when its slot moved or stands elsewhere, not every second. */
const Cells = memo(
  function Cells({ planned, accounts, campaign, isOpen, onToggle }: CellsProps) {
    const say = useSay();
    const locale = useLocale();
    const { slot, at, deliveries } = planned;
    const { venueZone, homeZone } = campaign;
    return (
      <>
        <td className={styles.clock}>{clockIn(venueZone, at).replace(/:00$/, "")}</td>
        {/* The caption says the venue's day; the team's own clock may show another. */}
        <td className={styles.clock} data-home="true">
          {dateIn(venueZone, at) === dateIn(homeZone, at)
            ? clockIn(homeZone, at).replace(/:00$/, "")
            : clockAndDay(homeZone, at, at - 2 * 86_400_000, locale)}
        </td>
        <td className={styles.what}>
          <button
            type="button"
            aria-expanded={isOpen}
            aria-label={say("rundown.open", { title: slot.title[locale] })}
            onClick={() => onToggle(!isOpen)}
          >
            <Glyph name={kinds[slot.kind]} size={16} />
            <b>{slot.title[locale]}</b>
          </button>
          <small>
            {say(`slot.kind.${slot.kind}`)} · {lateWords(say, locale, planned)}
            {slot.unit && <> · {say("slot.unit", { unit: slot.unit })}</>}
          </small>
          <MovedNote slot={slot} zone={venueZone} />
          <QuietNote planned={planned} campaign={campaign} />
        </td>
        <td className={styles.where}>
          {deliveries.map((delivery) => (
            <Place key={delivery.id} delivery={delivery} accounts={accounts} />
          ))}
        </td>
        <td>
          <Stands planned={planned} />
        </td>
      </>
    );
  },
  (before, after) =>
    before.isOpen === after.isOpen &&
    before.accounts === after.accounts &&
    before.campaign === after.campaign &&
    isSame(before.planned, after.planned),
);

function MovedNote({ slot, zone }: { slot: Slot; zone: string }) {
  const words = timetableWords(useSay(), slot, zone);
  return words && <small className={styles.timetable}>{words}</small>;
}

/** What would fall in a silence is better moved while there is time. */
function QuietNote({ planned, campaign }: { planned: PlannedSlot; campaign: Campaign }) {
  const say = useSay();
  const quiet = silenceOver(planned, campaign);
  return (
    quiet && (
      <small className={styles.timetable} data-quiet>
        {say("slot.quiet", {
          name: quiet.name,
          time: clockIn(campaign.venueZone, quiet.to).slice(0, 5),
        })}
      </small>
    )
  );
}

function isSame(one: PlannedSlot, other: PlannedSlot): boolean {
  return (
    one.slot === other.slot &&
    one.isPast === other.isPast &&
    one.deliveries.length === other.deliveries.length &&
    one.deliveries.every((each, at) => each === other.deliveries[at]) &&
    one.stands.length === other.stands.length &&
    one.stands.every(
      ({ standing, count }, at) =>
        standing === other.stands[at]?.standing && count === other.stands[at].count,
    )
  );
}

function lateWords(say: Say, locale: string, { slot, at }: PlannedSlot): string {
  if (slot.kind === "evergreen" && slot.lateMs === null) return say("slot.late.day");
  return say("slot.late", { span: lengthIn(locale, Date.parse(slot.notAfter) - at) });
}

/** A length in the largest unit that has no rest: `20 s`, `5 min`, `2 h`. */
function lengthIn(locale: string, ms: number): string {
  const seconds = Math.round(ms / 1000);
  const [unit, count] =
    seconds % 3600 === 0
      ? (["hour", seconds / 3600] as const)
      : seconds % 60 === 0
        ? (["minute", seconds / 60] as const)
        : (["second", seconds] as const);
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short" }).format(count);
}

type PlaceProps = { delivery: Delivery; accounts: readonly Account[] };

function Place({ delivery, accounts }: PlaceProps) {
  const say = useSay();
  const network = looksLike(accounts, delivery);
  return (
    <span title={delivery.account.handle}>
      <span className="unseen">{placeWords(say, network, delivery.locales)} </span>
      <NetworkMark name={network} size={12} />
      <span aria-hidden="true">{delivery.locales.map((each) => each.toUpperCase()).join("+")}</span>
    </span>
  );
}

function Stands({ planned: { stands, deliveries } }: { planned: PlannedSlot }) {
  const say = useSay();
  return (
    <ul className={styles.stands}>
      {stands.map(({ standing, count }) => (
        <li key={standing} data-standing={standing}>
          <Glyph name={standingGlyphs[standing]} size={13} />
          {count === deliveries.length || stands.length === 1
            ? say(`slot.stands.${standing}`)
            : `${count} ${say(`slot.stands.${standing}`).toLocaleLowerCase()}`}
        </li>
      ))}
    </ul>
  );
}

type TextProps = Desk & { delivery: Delivery; standing: Standing };

function Text({ delivery, standing, accounts, campaign }: TextProps) {
  const say = useSay();
  const network = looksLike(accounts, delivery);
  const place = placeWords(say, network, delivery.locales);
  const { remoteUrl, publicAt } = delivery;
  return (
    <article className={styles.text}>
      <header>
        <NetworkMark name={network} size={13} /> <b>{place}</b>
        <span>{delivery.account.handle}</span>
        <span data-standing={standing} className={styles.standing}>
          {say(`slot.stands.${standing}`)}
          {publicAt && ` ${clockIn(campaign.venueZone, publicAt)}`}
        </span>
        {isInDoubt(delivery) && (
          <button
            type="button"
            className={styles.verify}
            aria-haspopup="dialog"
            aria-label={say("doubt.open.label", { place, title: delivery.account.handle })}
            onClick={() => check(delivery.id)}
          >
            {say("doubt.open")}
          </button>
        )}
        {remoteUrl && /^https?:/.test(remoteUrl) && (
          <a
            href={remoteUrl}
            target="_blank"
            rel="noreferrer noopener"
            aria-label={say("rail.receipt", { place, account: delivery.account.handle })}
          >
            {say("slot.receipt")} <Glyph name="out" size={11} />
          </a>
        )}
      </header>
      <p lang={delivery.locales[0]}>{delivery.text}</p>
    </article>
  );
}
