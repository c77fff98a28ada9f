/** Two streams as one, each in its own order; ends with the first, and lets both go. */
export async function* merged<A, B>(
  first: AsyncIterable<A>,
  second: AsyncIterable<B>,
): AsyncGenerator<A | B> {
  const [a, b] = [first[Symbol.asyncIterator](), second[Symbol.asyncIterator]()];
  const take = <T, K extends 'a' | 'b'>(of: AsyncIterator<T>, from: K) =>
    of.next().then((result) => ({ from, result }));
  let [nextA, nextB] = [take(a, 'a'), take(b, 'b') as ReturnType<typeof take<B, 'b'>> | null];
  try {
    for (;;) {
      const { from, result } = await Promise.race(nextB ? [nextA, nextB] : [nextA]);
      if (from === 'a') {
        if (result.done) return;
        nextA = take(a, 'a');
      } else nextB = result.done ? null : take(b, 'b');
      if (!result.done) yield result.value;
    }
  } finally {
    // neither may wait for what never comes: both end with the signal they were given
    nextA.catch(() => undefined);
    nextB?.catch(() => undefined);
    void a.return?.();
    void b.return?.();
  }
}
