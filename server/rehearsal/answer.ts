/** What the rehearsal network answers a call; `made` is the id of the post that it made public. */
export type Answer = { status: number; body: object; made?: string };

/** A refusal in the network's own form. */
export function no(status: number, error: string, message: string): Answer {
  return { status, body: { error, message } };
}
