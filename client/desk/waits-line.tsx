import type { Account } from "#shared/campaigns.ts";
import { wornBy } from "#shared/networks.ts";
import { useServerNow } from "../live/now.ts";
import { useLive } from "../live/store.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { networkWords } from "../ui/network-mark.tsx";
import { span } from "../ui/time.ts";
import { useKeyWords } from "./key-caps.tsx";
import { waitingBeyond } from "./waits.ts";

const none: never[] = [];

/** Better known before Enter: whose network keeps us waiting, and for how long. */
export function Waits({
  accounts,
  undoMs,
  className,
}: {
  accounts: readonly Account[];
  undoMs: number;
  className: string | undefined;
}) {
  const say = useSay();
  const locale = useLocale();
  const paces = useLive((live) => live.presence?.paces) ?? none;
  const now = useServerNow(paces.length > 0 ? 1000 : 0);
  const key = useKeyWords("leaveOut");
  const waiting = waitingBeyond(accounts, paces, now + undoMs);
  if (waiting.length === 0) return null;
  const each = waiting.map(({ account, until }) =>
    say("fire.waits", { place: networkWords(say, wornBy(account)), span: span(say, until - now) }),
  );
  const isSome = waiting.length < accounts.length;
  return (
    <small className={className}>
      {new Intl.ListFormat(locale, { type: "unit" }).format(each)}
      {isSome && key && <> ({say("fire.without", { key })})</>}
    </small>
  );
}
