import { afterEach, expect, it, vi } from 'vitest';
import { SearchIndexes } from './search-indexes.ts';
import type { ReadConcept, Release, TerminologyServer } from './terminology-server.ts';

const release = (key: string, concepts: number | null): Release => ({
  url: 'urn:x',
  system: 'urn:x',
  version: key,
  title: 'X',
  isSample: false,
  concepts,
  isCounted: concepts !== null,
  copyright: null,
  changedAt: null,
  key,
  valueSet: 'urn:x/vs',
});
const concept = (n: number): ReadConcept => ({
  code: `c${n}`,
  display: `titre ${n}`,
  synonyms: [],
  isInactive: false,
  isHeading: false,
});
/** A server of so many concepts, told apart only by what it says is loaded. */
function serverOf(state: { release: Release; count: number; pages: number }) {
  return {
    releases: () => Promise.resolve([state.release]),
    page: (_: Release, offset: number, count: number) => {
      state.pages += 1;
      const size = Math.max(0, Math.min(count, state.count - offset));
      return Promise.resolve(Array.from({ length: size }, (_, i) => concept(offset + i)));
    },
  } as unknown as TerminologyServer;
}
const indexesOf = (
  state: Parameters<typeof serverOf>[0],
  onError: (error: unknown) => void = () => undefined,
) =>
  new SearchIndexes({
    server: serverOf(state),
    systems: ['urn:x'],
    enrich: () => ({ weight: 0, synonyms: [] }),
    onError,
  });
afterEach(() => {
  vi.useRealTimers();
});

it('searches the former release until the next is there whole, and is patient with a server that expands', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const state = { release: release('1', 3), count: 3, pages: 0 };
  const errors: unknown[] = [];
  const indexes = indexesOf(state, (error) => errors.push(error));
  await indexes.refresh();
  expect(indexes.of('urn:x')?.index?.size).toBe(3);
  Object.assign(state, { release: release('2', 5) });
  await indexes.refresh();
  expect(indexes.of('urn:x')?.release.key).toBe('1');
  const { pages } = state;
  await indexes.refresh(); // not at once again
  expect(state.pages).toBe(pages);
  state.count = 5;
  vi.setSystemTime(Date.now() + 60_000);
  await indexes.refresh();
  expect(indexes.of('urn:x')?.release.key).toBe('2');
  expect(indexes.of('urn:x')?.index?.size).toBe(5);
  expect(errors).toHaveLength(1);
});

it('leaves to the server what is too large, however it is told, and does not read it again', async () => {
  const state = { release: release('1', 3), count: 3, pages: 0 };
  const indexes = indexesOf(state);
  await indexes.refresh();
  Object.assign(state, { release: release('2', null), count: 151_500 });
  await indexes.refresh();
  expect(indexes.of('urn:x')).toMatchObject({ release: { key: '2' }, index: null });
  const { pages } = state;
  await indexes.refresh();
  expect(state.pages).toBe(pages);
});

it('reads anew what people say for it, several changes at once as one', async () => {
  const state = { release: release('1', 3), count: 3, pages: 0 };
  const indexes = indexesOf(state);
  await indexes.refresh();
  const before = state.pages;
  await Promise.all([1, 2, 3, 4].map(() => indexes.rebuild('urn:x')));
  expect(state.pages - before).toBeLessThanOrEqual(2);
});

it('answers by the former index all the while that the next is read and built', async () => {
  const state = { release: release('1', 4_000), count: 4_000, pages: 0 };
  const indexes = indexesOf(state);
  await indexes.refresh();
  const former = indexes.of('urn:x')?.index;
  Object.assign(state, { release: release('2', 4_000) });
  const answers: boolean[] = [];
  let isDone = false;
  const others = (async () => {
    while (!isDone) {
      await new Promise((resolve) => setImmediate(resolve));
      if (isDone) break;
      const { index, release: now } = indexes.of('urn:x') ?? {};
      answers.push(
        (now?.key === '1' && index === former && index?.displayOf('c7') === 'titre 7') || now?.key === '2',
      );
    }
  })();
  await indexes.refresh();
  isDone = true;
  await others;
  expect(indexes.of('urn:x')?.release.key).toBe('2');
  expect(answers.length).toBeGreaterThan(3);
  expect(answers.every(Boolean)).toBe(true);
});
