import type { Account } from "#shared/campaigns.ts";
import type { Delivery } from "#shared/posts.ts";
import { useSay } from "../messages/words.tsx";
import { Glyph } from "../ui/glyph.tsx";
import { looksLike, NetworkMark, networkWords, placeWords } from "../ui/network-mark.tsx";
import styles from "./rail.module.css";

type Props = { deliveries: readonly Delivery[]; accounts: readonly Account[] };

/** Where these deliveries go: mark and language each. */
export function Places({ deliveries, accounts }: Props) {
  return (
    <span className={styles.places}>
      {deliveries.map((delivery) => (
        <Place key={delivery.id} delivery={delivery} accounts={accounts} />
      ))}
    </span>
  );
}

type PlaceProps = { delivery: Delivery; accounts: readonly Account[] };

function Place({ delivery, accounts }: PlaceProps) {
  const say = useSay();
  const network = looksLike(accounts, delivery);
  return (
    <span className={styles.place} title={delivery.account.handle}>
      <NetworkMark name={network} size={12} />
      <span className="unseen">{networkWords(say, network)}</span>
      {languagesOf(delivery)}
    </span>
  );
}

/** The proof: opens the post where it is public. */
export function Receipt({ delivery, accounts }: PlaceProps) {
  const say = useSay();
  const { remoteUrl, account, locales } = delivery;
  if (!remoteUrl || !/^https?:/.test(remoteUrl))
    return <Place delivery={delivery} accounts={accounts} />;
  const network = looksLike(accounts, delivery);
  return (
    <a
      href={remoteUrl}
      target="_blank"
      rel="noreferrer noopener"
      title={account.handle}
      aria-label={say("rail.receipt", {
        place: placeWords(say, network, locales),
        account: account.handle,
      })}
    >
      <NetworkMark name={network} size={12} /> {languagesOf(delivery)}{" "}
      <Glyph name="out" size={10} />
    </a>
  );
}

function languagesOf({ locales }: Delivery): string {
  return locales.map((each) => each.toUpperCase()).join(" + ");
}
