import type { AppRouter } from '@keneyapp/bff/app-router';
import { MutationObserver, onlineManager, type QueryClient } from '@tanstack/react-query';
import { createTRPCClient, TRPCClientError } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makeQueryClient } from './query-client.ts';
import { saveFailureOf } from './save-failure.ts';
import { answerOldSaves, askAgainLink, askedAgainAfterMs, type OldSave } from './without-connection.ts';

let sent: string[];
let failure: unknown;
let asked: { save: OldSave; done: (isWanted: boolean) => void }[];
let stopAnswering: () => void;
let queryClient: QueryClient;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  [sent, failure, asked] = [[], null, []];
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
function saveBy(path: 'vitals.record' | 'emergency.request'): () => void {
  const client = createTRPCClient<AppRouter>({
    links: [
      askAgainLink(),
      () =>
        ({ op }) =>
          observable((observer) => {
            sent.push(op.path);
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
    void observer.mutate({}).catch((error: unknown) => {
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
