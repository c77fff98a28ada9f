import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { documentOf } from './testing-pdf.ts';
import { TooBusyError, Typesetter } from './typesetter.ts';

/** A thread that answers each document with its title, never answers the slow one, and ends at the fatal one. */
const script = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ id, document }) => {
      if (document.title === 'fatal') process.exit(1);
      if (document.title === 'wrong') parentPort.postMessage({ id, failed: 'TypeError' });
      else if (document.title !== 'slow') parentPort.postMessage({ id, file: new TextEncoder().encode(document.title) });
    });`)}`,
);
let typesetter: Typesetter;
const set = (title: string) =>
  typesetter.typeset(documentOf({ title }), 'code').then(
    (file) => file.toString(),
    (error: Error) => (error instanceof TooBusyError ? 'busy' : error.message),
  );

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  typesetter = new Typesetter(script);
});
afterEach(async () => {
  vi.useRealTimers();
  await typesetter.close();
});

const tooLong = 'a document took too long';

it('gives up the document that takes a minute, counted from its beginning, and sets those that waited', async () => {
  const [slow, next, slower, last] = ['slow', 'next', 'slow', 'last'].map(set);
  vi.advanceTimersByTime(60_000);
  expect([await slow, await next]).toEqual([tooLong, 'next']);
  const given = vi.fn();
  void slower?.then(given);
  vi.advanceTimersByTime(59_999);
  await new Promise((resolve) => setImmediate(resolve));
  expect(given).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect([await slower, await last]).toEqual([tooLong, 'last']);
  expect(vi.getTimerCount()).toBe(0);
});

it('tells of the document that ended its thread or cannot be set, alone', async () => {
  const titles = ['before', 'fatal', 'after', 'wrong', 'end'];
  expect(await Promise.all(titles.map(set))).toEqual([
    'before',
    'the thread that sets documents ended',
    'after',
    'not set: TypeError',
    'end',
  ]);
});

it('lets twenty wait, and tells those who wait when it is closed', async () => {
  const waiting = Array.from({ length: 20 }, () => set('slow'));
  expect(await set('more')).toBe('busy');
  await typesetter.close();
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(['closed']));
  expect(await set('late')).toBe('closed');
});
