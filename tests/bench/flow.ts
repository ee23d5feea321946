/** Live data while something else is measured: small moments at a steady pace, sent as a provider sends them. */
import { randomUUID } from "node:crypto";
import type { Desk } from "../harness/desk.ts";
import { sendMoment } from "../harness/react.ts";

const mostInFlight = 20;

/** Sends `perSecond` moments until it is stopped; then answers how many a second the desk took. */
export function startFlow(desk: Desk, perSecond: number): { stop: () => Promise<number> } {
  const began = performance.now();
  const inFlight = new Set<Promise<void>>();
  let sent = 0;
  let failed: unknown = null;
  const send = () => {
    const text = `Point ${sent}`;
    // In turn: many of one kind after each other would be a single row.
    const kind = sent % 2 === 0 ? "lead" : "card";
    const moment = { key: randomUUID(), kind, headline: { fr: text, en: text } };
    const one = sendMoment(desk, moment)
      .catch((error: unknown) => (failed = error))
      .then(() => void inFlight.delete(one));
    inFlight.add(one);
    sent += 1;
  };
  const timer = setInterval(() => {
    const due = ((performance.now() - began) / 1000) * perSecond;
    while (sent < due && inFlight.size < mostInFlight) send();
    // What the desk did not take in time is not made up for in a burst.
    if (inFlight.size >= mostInFlight) sent = Math.max(sent, Math.floor(due) - mostInFlight);
  }, 5);
  let taken = 0;
  return {
    async stop() {
      clearInterval(timer);
      taken = sent;
      await Promise.all(inFlight);
      if (failed) throw failed as Error;
      return taken / ((performance.now() - began) / 1000);
    },
  };
}
