import { dehydrate, QueryObserver } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import { asCallError } from './error.ts';
import { makeQueryClient } from './query-client.ts';

const failing = (code: string | null) =>
  code === null ? new TypeError('Failed to fetch') : { data: { code } };

it.each([
  ['BAD_GATEWAY', true],
  ['TIMEOUT', true],
  ['SERVICE_UNAVAILABLE', true],
  [null, true],
  ['FORBIDDEN', false],
  ['NOT_FOUND', false],
  ['UNAUTHORIZED', false],
  ['TOO_MANY_REQUESTS', false],
])('a read that failed with %s is tried again: %s', (code, again) => {
  const retry = makeQueryClient().getDefaultOptions().queries?.retry as (n: number, e: unknown) => boolean;
  expect(retry(0, failing(code))).toBe(again);
  expect(retry(2, failing(code))).toBe(false);
});

it('hands errors over with the page, so that they are shown and not asked for anew', async () => {
  const client = makeQueryClient();
  await client.prefetchQuery({
    queryKey: ['x'],
    queryFn: () => Promise.reject(failing('FORBIDDEN')),
    retry: false,
  });
  expect(dehydrate(client).queries).toHaveLength(1);
});

it('knows of a mutation before the next event of the same turn', async () => {
  const client = makeQueryClient();
  const observer = new QueryObserver(client, { queryKey: ['y'], queryFn: () => 1 });
  let told = 0;
  const stop = observer.subscribe(() => (told += 1));
  client.setQueryData(['y'], 2);
  await Promise.resolve();
  await Promise.resolve();
  expect(told).toBeGreaterThan(0);
  stop();
});

it('keeps of an error a code and a number, and no text of the server', () => {
  const told = {
    message: 'Patient Martin',
    data: { code: 'FORBIDDEN', reason: 'no-relation', mayBreakGlass: true, requestId: 'r', stack: 'x' },
  };
  expect(asCallError(told)).toEqual({
    code: 'FORBIDDEN',
    reason: 'no-relation',
    mayBreakGlass: true,
    requestId: 'r',
    otherPatientId: null,
    retryAfterSeconds: null,
  });
  for (const none of [null, undefined, 'x', new Error('x'), { data: null }, { data: { code: 4 } }])
    expect(asCallError(none)).toEqual({
      code: null,
      reason: null,
      mayBreakGlass: false,
      requestId: null,
      otherPatientId: null,
      retryAfterSeconds: null,
    });
});
