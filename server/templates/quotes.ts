/** What a wording quotes, read without rendering it: unknown names, and reads that no rendering may do. */
import { LiquidError } from "liquidjs";
import { engine, filters, tags } from "#shared/engine.ts";
import { quotable } from "#shared/render.ts";

/** What is wrong, and the line of the wording it is on (from 1). */
export type Fault = { message: string; line: number };

/** `path` as it is written; a computed name (`participant[medal]`) is shown as `[…]`. */
type Quote = { path: string; name: string; line: number };
type Found = { segments: readonly unknown[]; location: { row: number } };

/** The first fault of a wording's text, or null: it parses, and quotes only what there is. */
export function faultOf(text: string): Fault | null {
  try {
    const read = engine.analyzeSync(engine.parse(text), { partials: false });
    const unknown = quotesOf(read.globals).find(({ path }) => !quotable.includes(path));
    if (unknown) return { message: saysUnknown(unknown.path), line: unknown.line };
    const own = Object.keys(read.locals);
    const inside = quotesOf(read.variables).find(
      ({ name, path }) => own.includes(name) && path !== name,
    );
    return inside ? { message: saysWhole(inside.name), line: inside.line } : null;
  } catch (error) {
    if (!(error instanceof LiquidError)) throw error;
    return { message: plain(error.message), line: error.token.getPosition()[0] ?? 1 };
  }
}

function quotesOf(variables: Record<string, Found[]>): Quote[] {
  return Object.entries(variables).flatMap(([name, found]) =>
    found.map(({ segments, location }) => ({
      name,
      path: segments.map((each) => (typeof each === "string" ? each : "[…]")).join("."),
      line: location.row,
    })),
  );
}

function saysUnknown(path: string): string {
  return `there is no ${path} to quote; there is: ${quotable.join(", ")}`;
}

function saysWhole(name: string): string {
  return `${name} is a value of your own and has no parts: assign the part itself`;
}

/** Without the position the engine adds, which has a field of its own, and with what there is instead. */
function plain(message: string): string {
  const said = message.replace(/, line:\d+, col:\d+$/, "");
  if (said.startsWith("undefined filter")) return `${said}; there is: ${filters.join(", ")}`;
  return /^tag "\S+" not found/.test(said) ? `${said}; there is: ${tags.join(", ")}` : said;
}
