import { navigate } from "wouter/use-browser-location";
import { enToMoment } from "../messages/en-to-moment.ts";
import { frToMoment } from "../messages/fr-to-moment.ts";
import { addWords, useLocale, useSay } from "../messages/words.tsx";
import { useDesk } from "./desk-store.ts";
import type { Line } from "./rail-lines.ts";
import { select } from "./selection.ts";
import styles from "./tray.module.css";

addWords({ fr: frToMoment, en: enToMoment });

export type Props = { line: Line };

/** From what a network refused to the moment it is about: there it can be said in other words. */
export function ToMomentAct({ line: { post } }: Props) {
  const say = useSay();
  const locale = useLocale();
  const { momentId } = post;
  if (momentId === null) return null;
  return (
    <button
      type="button"
      className={styles.act}
      aria-label={say("toMoment.label", { title: post.title[locale] })}
      data-to-moment
      onClick={() => {
        select(momentId);
        useDesk.setState({ pane: "moment" });
        navigate("/");
      }}
    >
      {say("toMoment")}
    </button>
  );
}
