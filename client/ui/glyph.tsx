/** Our own drawings. A kind of moment is a shape, never a colour. */
import type { MomentKind } from "#shared/moments.ts";

export type GlyphName =
  | MomentKind
  | "tick"
  | "question"
  | "up"
  | "hourglass"
  | "cross"
  | "clock"
  | "back"
  | "out";

type Drawing = { line?: string; width?: number; fill?: string; dot?: [number, number, number] };

const drawings: Record<GlyphName, Drawing> = {
  medal: { line: "M5 1l4 6 4-6", width: 1.8, dot: [9, 12, 4.6] },
  result: { line: "M2 4h14M2 9h9M2 14h12", width: 2 },
  emotion: {
    fill: "M9 16S1.5 11.3 1.5 6.2A3.9 3.9 0 0 1 9 4.6a3.9 3.9 0 0 1 7.5 1.6C16.5 11.3 9 16 9 16z",
  },
  record: { fill: "M10.5 1L3 10.5h5L7 17l8-10H9.7z" },
  disqualification: { line: "M9 2l7.5 13.5h-15zM9 7v4M9 13v1", width: 1.9 },
  lead: { line: "M3 6h10l-3-3.5M15 12H5l3 3.5", width: 1.9 },
  start: { line: "M4 17V2M4 3h10l-3 3.5 3 3.5H4", width: 1.8 },
  schedule: { line: "M2.5 4h13v12h-13zM2.5 8h13M6 1.5v4M12 1.5v4", width: 1.7 },
  ceremony: { line: "M4 17V2M4 3c4-2 6 2 10 0v7c-4 2-6-2-10 0", width: 1.8 },
  note: { line: "M3 15l1-4L12.5 2.5l3 3L7 14z", width: 1.7 },
  tick: { line: "M3 10l4 4 8-10", width: 2.4 },
  question: { line: "M5.5 6.5a3.5 3.5 0 1 1 5 3.2c-1 .5-1.5 1.1-1.5 2.3M9 14.5v1", width: 2 },
  up: { line: "M9 16V4M4 8l5-5 5 5", width: 2 },
  hourglass: { line: "M4 2h10M4 16h10M5 2c0 5 8 5 8 14M13 2c0 5-8 5-8 14", width: 1.8 },
  cross: { line: "M4 4l10 10M14 4L4 14", width: 2.2 },
  clock: { line: "M9 2a7 7 0 1 1 0 14A7 7 0 0 1 9 2zM9 5v4l3 2", width: 1.8 },
  back: { line: "M11 3L5 9l6 6", width: 2 },
  out: { line: "M7 3H3v12h12v-4M10 2h6v6M16 2L8.5 9.5", width: 1.7 },
};

/** One drawing, in the colour of the text around it. Decorative: words always stand beside it. */
export function Glyph({ name, size = 18 }: { name: GlyphName; size?: number }) {
  const { line, width, fill, dot } = drawings[name];
  return (
    <svg viewBox="0 0 18 18" width={size} height={size} aria-hidden="true" focusable="false">
      {line && (
        <path
          d={line}
          fill="none"
          stroke="currentColor"
          strokeWidth={width}
          strokeLinejoin="round"
        />
      )}
      {fill && <path d={fill} fill="currentColor" />}
      {dot && <circle cx={dot[0]} cy={dot[1]} r={dot[2]} fill="currentColor" />}
    </svg>
  );
}
