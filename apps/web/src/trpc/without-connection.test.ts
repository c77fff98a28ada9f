import type { AppRouter } from '@keneyapp/bff/app-router';
import { MutationObserver, onlineManager, type QueryClient } from '@tanstack/react-query';
import { createTRPCClient, TRPCClientError } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeQueryClient } from './query-client.ts';
import { saveFailureOf } from './save-failure.ts';
import {
  answerOldSaves,
  askAgainLink,
  askedAgainAfterMs,
  sendAgainLink,
  type OldSave,
} from './without-connection.ts';

let sent: string[];
let failure: unknown;
/** How many sendings get no answer. */
let lost: number;
let asked: { save: OldSave; done: (isWanted: boolean) => void }[];
let stopAnswering: () => void;
let queryClient: QueryClient;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  [sent, failure, lost, asked] = [[], null, 0, []];
  stopAnswering = answerOldSaves((save, done) => asked.push({ save, done }));
  queryClient = makeQueryClient();
  queryClient.mount();
});
afterEach(() => {
  stopAnswering();
  queryClient.unmount();
  vi.useRealTimers();
  onlineManager.setOnline(true);
});

/** What a form saves by, on a server that says yes. */
function saveBy(path: 'vitals.record' | 'emergency.request', input: object = {}): () => void {
  const client = createTRPCClient<AppRouter>({
    links: [
      askAgainLink(),
      sendAgainLink(),
      () =>
        ({ op }) =>
          observable((observer) => {
            sent.push(op.path);
            if (lost-- > 0) {
              onlineManager.setOnline(false); // as `connection.ts` finds out
              return observer.error(TRPCClientError.from(new TypeError('Failed to fetch')));
            }
            observer.next({ result: { type: 'data', data: null } });
            observer.complete();
          }),
    ],
  });
  const observer = new MutationObserver<unknown, unknown, object>(queryClient, {
    mutationKey: [path.split('.')],
    mutationFn: (input) =>
      path === 'vitals.record'
        ? client.vitals.record.mutate(input as never)
        : client.emergency.request.mutate(input as never),
  });
  return () =>
    void observer.mutate(input).catch((error: unknown) => {
      failure = error;
    });
}

it('waits for the connection and goes once it is back', async () => {
  onlineManager.setOnline(false);
  saveBy('vitals.record')();
  await vi.waitFor(() => expect(queryClient.getMutationCache().getAll()[0]?.state.isPaused).toBe(true));
  expect(sent).toEqual([]);
  onlineManager.setOnline(true);
  await vi.waitFor(() => expect(sent).toEqual(['vitals.record']));
  expect(asked).toEqual([]);
});

it('is refused at once where it must not be kept for later, and says that nothing was sent', async () => {
  const save = saveBy('emergency.request');
  onlineManager.setOnline(false);
  save();
  await vi.waitFor(() => expect(saveFailureOf(failure)).toMatchObject({ word: 'offline', isIn: 'no' }));
  onlineManager.setOnline(true);
  expect(sent).toEqual([]);
  // with a connection it goes
  save();
  await vi.waitFor(() => expect(sent).toEqual(['emergency.request']));
});

it.each([true, false])('what waited longer than five minutes is asked about again: %s', async (isWanted) => {
  onlineManager.setOnline(false);
  const since = Date.now();
  saveBy('vitals.record')();
  await vi.waitFor(() => expect(queryClient.getMutationCache().getAll()[0]?.state.isPaused).toBe(true));
  vi.setSystemTime(since + askedAgainAfterMs + 1_000);
  onlineManager.setOnline(true);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  expect(asked[0]?.save).toMatchObject({ operation: 'vitals.record', patientId: null });
  expect(asked[0]?.save.since.getTime()).toBe(since);
  expect(sent).toEqual([]);
  asked[0]?.done(isWanted);
  if (isWanted) await vi.waitFor(() => expect(sent).toEqual(['vitals.record']));
  else {
    await vi.waitFor(() => expect(failure).toBeInstanceOf(TRPCClientError));
    expect(saveFailureOf(failure)).toMatchObject({ word: 'called-off', isIn: 'no' });
    expect(sent).toEqual([]);
  }
});

describe('a save that got no answer', () => {
  const isPaused = () => queryClient.getMutationCache().getAll()[0]?.state.isPaused;

  it('waits and is sent again where it carries the key of its form', async () => {
    lost = 1;
    saveBy('vitals.record', { key: 'k1' })();
    await vi.waitFor(() => expect(isPaused()).toBe(true), 5_000);
    expect([sent, failure]).toEqual([['vitals.record'], null]);
    onlineManager.setOnline(true);
    await vi.waitFor(() => expect(sent).toEqual(['vitals.record', 'vitals.record']));
  });

  it.each([
    ['without a key', 'vitals.record', {}],
    ['that must not be kept for later', 'emergency.request', { key: 'k1' }],
  ] as const)('%s is not sent again: nobody knows whether it is in', async (_, path, input) => {
    lost = 1;
    saveBy(path, input)();
    await vi.waitFor(() => expect(failure).toBeInstanceOf(TRPCClientError));
    expect(saveFailureOf(failure)).toMatchObject({ word: 'unreachable', isIn: 'unknown' });
    onlineManager.setOnline(true);
    expect(sent).toEqual([path]);
  });
});
