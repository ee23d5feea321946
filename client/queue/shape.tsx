import type { Health } from "./accounts.ts";

const paths: Record<Health["kind"], string> = {
  ok: "M6 1.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9z",
  limited: "M6 .8L11.5 11H.5z",
  signIn: "M1 1h10v10H1z",
  silent: "M1 1h10v10H1z",
  held: "M6 1.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9z",
  off: "M6 1.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9z",
};

/** ● takes what we send, ▲ later, ■ not at all, ○ we do not want it to. Its word stands beside it. */
export function Shape({ of }: { of: Health["kind"] }) {
  const isHollow = of === "held" || of === "off";
  return (
    <svg viewBox="0 0 12 12" width={11} height={11} aria-hidden="true" focusable="false">
      <path
        d={paths[of]}
        fill={isHollow ? "none" : "currentColor"}
        stroke="currentColor"
        strokeWidth={isHollow ? 1.6 : 0}
      />
    </svg>
  );
}
