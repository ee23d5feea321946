import { markIn } from "#shared/marks.ts";
import type { Moment } from "#shared/moments.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import styles from "./result-table.module.css";

const shown = 8;

/** The first eight of a result, or everyone a moment names; without the columns nobody has anything in. */
export function ResultTable({ moment }: { moment: Moment }) {
  const say = useSay();
  const locale = useLocale();
  const rows = moment.participants.slice(0, shown);
  if (rows.length === 0) return null;
  const ranked = rows.some(({ rank }) => rank !== null);
  const placed = rows.some(({ organisation }) => organisation !== null);
  const marked = rows.some(({ irm, result }) => (irm ?? result) !== null);
  return (
    <table className={styles.table}>
      <caption>{say(ranked || marked ? "detail.result" : "detail.people")}</caption>
      <thead>
        <tr>
          {ranked && <th scope="col">{say("detail.rank")}</th>}
          <th scope="col">{say("detail.who")}</th>
          {placed && <th scope="col">{say("detail.country")}</th>}
          {marked && <th scope="col">{say("detail.mark")}</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.code} data-first={row.rank === 1}>
            {ranked && <td>{row.rank ?? ""}</td>}
            <td className={styles.name}>{row.name}</td>
            {placed && (
              <td>
                {[row.organisationName?.[locale], row.organisation].filter(Boolean).join(", ")}
              </td>
            )}
            {marked && <td>{row.irm ?? (row.result && markIn(row.result, locale))}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
