import { setImmediate } from 'node:timers/promises';

/** So many questions at a time: one evaluation stays short and small, and other requests get their turn in between. */
export async function inBatches<Q, A>(
  questions: readonly Q[],
  size: number,
  ask: (slice: readonly Q[]) => Promise<A[]>,
): Promise<A[]> {
  const answers: A[] = [];
  for (let from = 0; from < questions.length; from += size) {
    if (from > 0) await setImmediate();
    answers.push(...(await ask(questions.slice(from, from + size))));
  }
  return answers;
}
