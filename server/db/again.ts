/** Work on the record that the database did not let end: done again, for whoever waits for it should not have to ask twice. */

/** Times in all, and the milliseconds between them: longer outages are for whoever asked. */
const times = 3;
const pauseMs = 100;

/**
 * Does `work` again where its connection dropped or it was the victim of a deadlock. Only for work that may be done twice:
 * a transaction whose commit was not answered may be on record.
 */
export async function again<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  for (let time = 1; ; time += 1) {
    try {
      return await work();
    } catch (error) {
      if (time === times || !isPassing(error)) throw error;
      await new Promise((resolve) => {
        setTimeout(resolve, pauseMs);
      });
    }
  }
}

/** SQLSTATEs of a connection that went, of a victim, and of a server that is shutting down or starting. */
const passing = /^(08\w{3}|40\w{3}|25P03|57P0[123])$|^(ECONNRESET|EPIPE)$/;
/** What `pg` says where the connection ended without a word of the server. */
const unsaid = /^Connection terminated|connection error and is not queryable/;

function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code: unknown = "code" in error ? error.code : null;
  return typeof code === "string" ? passing.test(code) : unsaid.test(error.message);
}
