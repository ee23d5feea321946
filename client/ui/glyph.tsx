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
  | "out"
  | "joy"
  | "tears"
  | "embrace"
  | "feat"
  | "fairPlay"
  | "crowd";

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
  goal: { line: "M9 2a7 7 0 1 1 0 14A7 7 0 0 1 9 2zM9 6l3 2.2-1.2 3.5H7.2L6 8.2z", width: 1.7 },
  card: { line: "M5 2h8v14H5z", width: 1.9 },
  period: { line: "M9 2a7 7 0 1 1 0 14A7 7 0 0 1 9 2zM7 6v6M11 6v6", width: 1.8 },
  qualification: { line: "M2 9h11M9 4.5L13.5 9 9 13.5M16 3v12", width: 1.9 },
  retirement: { line: "M9 2a7 7 0 1 1 0 14A7 7 0 0 1 9 2zM5.5 9h7", width: 1.9 },
  incident: { line: "M4 17V2M4 3h11v7H4M7.7 3v7M11.4 3v7M4 6.5h11", width: 1.5 },
  news: { line: "M2.5 3h13v12h-13zM5 6.5h8M5 9h8M5 11.7h5", width: 1.6 },
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
  joy: {
    line: "M9 10.5V17M5.5 17L9 13l3.5 4M9 10.5L3 3M9 10.5L15 3",
    width: 1.8,
    dot: [9, 4.6, 2.3],
  },
  tears: {
    line: "M9 2c3 4 5 6.3 5 9a5 5 0 0 1-10 0c0-2.7 2-5 5-9zM6.5 11.3A2.6 2.6 0 0 0 9 13.8",
    width: 1.8,
  },
  embrace: {
    line: "M6 2.2a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM12 2.2a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM2.5 16v-4C2.5 9.5 5 9 9 11.5S15.5 9.5 15.5 12v4M12 9.3L7.5 13.5M6 9.3l4.5 4.2",
    width: 1.6,
  },
  feat: {
    line: "M9 1.5l2.3 4.900 5.2.7-3.8 3.7.9 5.3L9 13.6l-4.6 2.5.9-5.3L1.5 7.100l5.2-.7z",
    width: 1.7,
  },
  fairPlay: {
    line: "M1.5 5.5l3-1.5 4.5 1.5L13.5 4l3 1.5v6l-2 .5-4 4-2.5-1-4-4.5-2.5-.5zM9 5.5L6.5 8.5c1 1.2 2.3 1 3.5-.5l4 4",
    width: 1.6,
  },
  crowd: {
    line: "M9 4.5a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4zM3.5 3a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6zM14.5 3a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6zM4.5 16c0-6 9-6 9 0M1 12.5c0-2 1-3.5 3-3.7M17 12.5c0-2-1-3.5-3-3.7",
    width: 1.6,
  },
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
