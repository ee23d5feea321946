import { useMemo } from "react";
import type { Snapshot } from "#shared/changes.ts";
import { steps } from "#shared/ways.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { precise } from "../ui/time.ts";
import styles from "./accounts-pane.module.css";
import { quantile, recentWays } from "./rates.ts";

type Props = { desk: Snapshot; now: number };

const everyMs = 5000;
const shares = [0.5, 0.95] as const;

/** How long each step took from the feed to the public, of the last hour's reactions. */
export function Ways({ desk: { posts, moments, deliveries }, now }: Props) {
  const say = useSay();
  const locale = useLocale();
  const at = Math.floor(now / everyMs) * everyMs;
  const ways = useMemo(
    () => recentWays({ posts, moments, deliveries }, at + everyMs),
    [posts, moments, deliveries, at],
  );
  if (ways.length === 0)
    return (
      <>
        <h3>{say("way")}</h3>
        <p className={styles.none}>{say("queue.ways.none")}</p>
      </>
    );
  const figure = (step: (typeof rows)[number], share: number): string => {
    const lengths = ways.flatMap((way) => way[step] ?? []);
    const length = quantile(lengths, share);
    return length === null ? say("queue.none") : precise(say, length, locale);
  };
  return (
    <table className={styles.ways}>
      <caption>{say("queue.ways", { count: ways.length })}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span className="unseen">{say("queue.step")}</span>
          </th>
          <th scope="col">{say("queue.p50")}</th>
          <th scope="col">{say("queue.p95")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((step) => (
          <tr key={step} data-step={step}>
            <th scope="row">{say(`way.${step}`)}</th>
            {shares.map((share) => (
              <td key={share}>{figure(step, share)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const rows = [...steps, "whole"] as const;
