import type { Moment } from "#shared/moments.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import styles from "./result-table.module.css";

const shown = 8;

/** The first eight of a result, or everyone a medal moment names. */
export function ResultTable({ moment }: { moment: Moment }) {
  const say = useSay();
  const locale = useLocale();
  const rows = moment.participants.slice(0, shown);
  if (rows.length === 0) return null;
  return (
    <table className={styles.table}>
      <caption>{say("detail.result")}</caption>
      <thead>
        <tr>
          <th scope="col">{say("detail.rank")}</th>
          <th scope="col">{say("detail.who")}</th>
          <th scope="col">{say("detail.country")}</th>
          <th scope="col">{say("detail.mark")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.code} data-first={row.rank === 1}>
            <td>{row.rank ?? ""}</td>
            <td>{row.name}</td>
            <td>{[row.organisationName?.[locale], row.organisation].filter(Boolean).join(", ")}</td>
            <td>{row.irm ?? row.result ?? ""}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
