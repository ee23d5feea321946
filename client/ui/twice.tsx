import { type MouseEvent, useEffect, useState } from "react";

/** Long enough to read the question; a bounced press comes sooner than anyone answers. */
const askedForMs = 4000;
const bounceMs = 300;

type Props = {
  /** What it does, and the question it asks once pressed. */
  says: string;
  asks: string;
  className: string | undefined;
  label?: string;
  onYes: (event: MouseEvent<HTMLButtonElement>) => void;
};

/** A button for what cannot be taken back: the first press asks, the second does it. */
export function Twice({ says, asks, className, label, onYes }: Props) {
  const [askedAt, setAskedAt] = useState<number | null>(null);
  useEffect(() => {
    if (askedAt === null) return undefined;
    const timer = setTimeout(() => setAskedAt(null), askedForMs);
    return () => clearTimeout(timer);
  }, [askedAt]);
  const press = (event: MouseEvent<HTMLButtonElement>): void => {
    if (askedAt === null) return setAskedAt(event.timeStamp);
    if (event.timeStamp - askedAt < bounceMs) return;
    setAskedAt(null);
    onYes(event);
  };
  const words = askedAt === null ? says : asks;
  return (
    <button
      type="button"
      className={className}
      data-asking={askedAt !== null}
      {...(label && { "aria-label": `${words}, ${label}` })}
      onClick={press}
      onBlur={() => setAskedAt(null)}
    >
      {words}
    </button>
  );
}
