/**
 * What time networks say it is. A Date header says whole seconds: the instant it was written lies within the second that
 * begins there, half a second either way of its middle, and its way to us comes on top.
 */
type Listener = (networkDate: Date, host: string) => void;

let heard: Listener = () => undefined;

/** Sets who is told, in place of who was: once, by the process that makes the calls. */
export function onDate(listener: Listener): void {
  heard = listener;
}

/** Tells the Date of an answer that has one; `host` as in its address, with its port. */
export function tellDate(date: string | string[] | undefined, host: string): void {
  const said = typeof date === "string" ? Date.parse(date) : Number.NaN;
  if (!Number.isNaN(said)) heard(new Date(said), host);
}
