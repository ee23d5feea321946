/** Sends a message as any provider would: signed with Standard Webhooks, over HTTP, with a deadline. */
import { Webhook } from "standardwebhooks";

export type Outgoing = {
  /** The desk's address, without a path. */
  url: string;
  source: string;
  secret: string;
  /** The same id at every try: it is what makes sending again safe. */
  id: string;
  contentType: string;
  body: string;
  /** Wall clock, milliseconds since 1970. */
  now: number;
  /** Ends the call early; the deadline holds besides. */
  signal?: AbortSignal;
  /** How long to wait for the answer; 5 s unless given. */
  deadlineMs?: number;
};
/** The desk's answer; status 0 when there was none. */
export type Answer = { status: number; text: string };

const usualDeadlineMs = 5000;

/** One try. Never throws for the network's sake: no answer is an answer with status 0. */
export async function send({
  url,
  source,
  secret,
  id,
  contentType,
  body,
  now,
  signal,
  deadlineMs = usualDeadlineMs,
}: Outgoing): Promise<Answer> {
  const at = new Date(now);
  const headers = {
    "content-type": contentType,
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": new Webhook(secret).sign(id, at, body),
  };
  const deadline = AbortSignal.timeout(deadlineMs);
  try {
    const response = await fetch(`${url}/feeds/${encodeURIComponent(source)}`, {
      method: "POST",
      headers,
      body,
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    return { status: 0, text: reasonOf(error) };
  }
}

/** Whether sending the same again later may help. */
export function isWorthRetrying({ status }: Answer): boolean {
  return status === 0 || status === 429 || status >= 500;
}

/** `fetch` wraps what happened; the cause says it. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}
