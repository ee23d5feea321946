/**
 * Work done together: what is asked for while a round runs goes into the next one. A busy instant costs few transactions
 * and a quiet one no wait.
 */

/** Answers in the order they were asked; an Error in place of an answer is that one's alone. */
export type Work<Asked, Answer> = (asked: readonly Asked[]) => Promise<(Answer | Error)[]>;
type Waiting<Asked, Answer> = {
  asked: Asked;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
};

type Options<Asked> = {
  /** Only what has the same key shares a round. */
  keyOf?: (asked: Asked) => string;
  /** What has time waits until the last round began so long ago. */
  spanMs?: number;
  /** At most so much in one round (`weightOf`), but always one. */
  weightOf?: (asked: Asked) => number;
  mostWeight?: number;
};

/** What one transaction takes: it ends within a few dozen milliseconds, also where all of them are stopped. */
const most = 100;

/**
 * One round at a time for each key, at most 100 in it; the first of a quiet time begins at once. A round that throws has
 * done nothing: each of it is tried alone, so that what is wrong with one keeps no other from its work.
 */
export function inRounds<Asked, Answer extends object | boolean>(
  work: Work<Asked, Answer>,
  { keyOf = () => "", spanMs = 0, weightOf = () => 0, mostWeight = 0 }: Options<Asked> = {},
): (asked: Asked) => Promise<Answer> {
  const queues = new Map<string, Waiting<Asked, Answer>[]>();
  let lastAt = -Infinity;

  const alone = async (one: Waiting<Asked, Answer>): Promise<void> => {
    try {
      const [answer] = await work([one.asked]);
      settle(one, answer);
    } catch (error) {
      one.reject(error);
    }
  };
  const round = async (together: readonly Waiting<Asked, Answer>[]): Promise<void> => {
    if (together.length === 1) return alone(together[0]!);
    const answers = await work(together.map(({ asked }) => asked)).catch(() => null);
    if (answers) return together.forEach((one, index) => settle(one, answers[index]));
    for (const one of together) await alone(one);
  };
  const run = async (key: string, queue: Waiting<Asked, Answer>[]): Promise<void> => {
    // What falls due at the same instant asks in the same turn of the event loop.
    await new Promise(setImmediate);
    while (queue.length > 0) {
      const left = lastAt + spanMs - performance.now();
      if (left > 0 && queue.length < most) await pause(left);
      lastAt = performance.now();
      await round(queue.splice(0, fitting(queue)));
    }
    queues.delete(key);
  };

  const fitting = (queue: readonly Waiting<Asked, Answer>[]): number => {
    let weight = 0;
    const first = queue.slice(0, most);
    const over = first.findIndex(({ asked }) => (weight += weightOf(asked)) > mostWeight);
    return over < 0 ? most : Math.max(1, over);
  };

  return (asked) =>
    new Promise((resolve, reject) => {
      const key = keyOf(asked);
      const known = queues.get(key);
      const queue = known ?? [];
      queue.push({ asked, resolve, reject });
      if (known) return;
      queues.set(key, queue);
      run(key, queue).catch(reject);
    });
}

function settle<Answer>(
  { resolve, reject }: Pick<Waiting<unknown, Answer>, "resolve" | "reject">,
  answer: Answer | Error | undefined,
): void {
  if (answer === undefined || answer instanceof Error) reject(answer ?? new Error("no answer"));
  else resolve(answer);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
