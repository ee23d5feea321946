/** Why a message was refused. Thrown while reading one, answered by `receive.ts`, never stored. */
export type RefusedStatus = 400 | 401 | 404 | 409 | 413 | 415 | 422 | 503;

export class BadMessage extends Error {
  readonly status: RefusedStatus;
  readonly outcome: string;
  readonly field: string | null;
  constructor(
    status: RefusedStatus,
    outcome: string,
    message: string,
    field: string | null = null,
  ) {
    super(message);
    this.name = "BadMessage";
    this.status = status;
    this.outcome = outcome;
    this.field = field;
  }
}

/** A field that is missing or says something we cannot use; `advice` tells the sender what to do. */
export function badField(field: string, advice: string): BadMessage {
  return new BadMessage(422, "badField", `${field}: ${advice}`, field);
}
