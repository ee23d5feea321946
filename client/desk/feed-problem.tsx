import form from "../ui/form.module.css";
import type { Said } from "./feed-said.ts";

type Props = { said: Said; isAlert?: boolean; title?: string };

export function Problem({ said: { words, detail }, isAlert = false, title }: Props) {
  return (
    <p className={form.said} {...(isAlert && { role: "alert" })}>
      {title && <b>{`${title}. `}</b>}
      {words}
      {detail && <small lang="en">{detail}</small>}
    </p>
  );
}
