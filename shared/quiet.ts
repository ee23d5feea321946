/** Quiet windows: spans in which a house says nothing, as while its host holds a ceremony. Pure. */
import { z } from "zod";

const instant = z.iso.datetime({ offset: true });

/** From its first instant to its last, which is no longer quiet (ISO). `name`: as the fire bar says it. */
export const quietWindow = z
  .strictObject({ from: instant, to: instant, name: z.string().trim().min(1).max(60) })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
    message: "it ends before it begins",
    path: ["to"],
  });
export type QuietWindow = z.infer<typeof quietWindow>;
export const quietWindows = z.array(quietWindow).max(50);

/** The window an instant (epoch ms) is in, of several the one that ends last; null in none. */
export function quietAt(windows: readonly QuietWindow[], at: number): QuietWindow | null {
  const on = windows.filter(({ from, to }) => Date.parse(from) <= at && at < Date.parse(to));
  return on.toSorted((a, b) => Date.parse(b.to) - Date.parse(a.to))[0] ?? null;
}
