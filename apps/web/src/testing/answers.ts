import type { AppRouter } from '@keneyapp/bff/app-router';
import { createTRPCClient, TRPCClientError, type TRPCLink } from '@trpc/client';
import type { inferRouterError, inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import { observable } from '@trpc/server/observable';
import { askAgainLink } from '../trpc/without-connection.ts';
import { waitFor } from './wait-for.ts';

type Inputs = inferRouterInputs<AppRouter>;
type Outputs = inferRouterOutputs<AppRouter>;

/** What the server answers in a test, by feature and procedure. The types are the router's: a view that changes breaks the test. */
export type Answers = {
  [F in keyof Outputs]?: {
    [P in keyof Outputs[F]]?: (
      input: P extends keyof Inputs[F] ? Inputs[F][P] : never,
    ) => Outputs[F][P] | Promise<Outputs[F][P]>;
  };
};

type ErrorData = inferRouterError<AppRouter>['data'];

/** The error a procedure throws, as the browser receives it. */
export function refusal(
  code: ErrorData['code'],
  more: Partial<Pick<ErrorData, 'reason' | 'mayBreakGlass' | 'issues' | 'otherPatientId'>> = {},
): TRPCClientError<AppRouter> {
  const data = {
    code,
    httpStatus: 500,
    requestId: 'req-1',
    reason: null,
    mayBreakGlass: false,
    issues: null,
    ...more,
  };
  return TRPCClientError.from({ error: { code: -32603, message: code, data } });
}

/** No answer at all: the network is away. */
export const unreachable = () => new TRPCClientError<AppRouter>('Failed to fetch');

interface Call {
  path: string;
  input: unknown;
}

function emitTo(stream: ((data: unknown) => void) | undefined, path: string, event: unknown): void {
  if (!stream) throw new Error(`${path} is not open`);
  stream(event);
}

/** Forms that belong to no chart keep what is typed; unless a test is about that, the server takes it and has nothing. */
const ofNoChart: Answers = {
  session: {
    draft: () => null,
    saveDraft: ({ counter }) => ({
      counter: counter + 1,
      updatedAt: '2026-11-24T09:05:00+01:00',
      expiresAt: '2026-12-01T09:05:00+01:00',
    }),
    discardDraft: () => null,
  },
};

/** The web's own client with the server replaced at the last link; every call is kept, an answer nobody gave is an error. */
export function clientOf(answers: () => Answers) {
  const calls: Call[] = [];
  const unanswered: string[] = [];
  const streams = new Map<string, (data: unknown) => void>();
  const link: TRPCLink<AppRouter> =
    () =>
    ({ op }) =>
      observable((observer) => {
        if (op.type === 'subscription') {
          observer.next({ result: { type: 'state', state: 'pending', error: null } });
          streams.set(op.path, (data) => observer.next({ result: { type: 'data', data } }));
          return () => void streams.delete(op.path);
        }
        calls.push({ path: op.path, input: op.input });
        const [feature = '', procedure = ''] = op.path.split('.');
        const [all, otherwise] = [answers(), ofNoChart] as Record<
          string,
          Record<string, (input: unknown) => unknown> | undefined
        >[];
        const answer = all?.[feature]?.[procedure] ?? otherwise?.[feature]?.[procedure];
        if (!answer) unanswered.push(op.path);
        // as over the network: never in the same turn, and a copy
        void new Promise((resolve) => setTimeout(resolve))
          .then(() => {
            if (!answer) throw new Error(`no answer for ${op.path}`);
            return answer(structuredClone(op.input));
          })
          .then(
            (data) => {
              observer.next({ result: { type: 'data', data: structuredClone(data) } });
              observer.complete();
            },
            (error: unknown) =>
              observer.error(TRPCClientError.from(error instanceof Error ? error : new Error(String(error)))),
          );
      });
  return {
    client: createTRPCClient<AppRouter>({ links: [askAgainLink(), link] }),
    calls,
    unanswered,
    /** An event of a subscription, as soon as the page has opened it. */
    emit: <E>(path: string, event: E) => waitFor(() => emitTo(streams.get(path), path, event)),
  };
}

/** An answer that comes when the test says so: what happens meanwhile, a second click for one, happens while it is awaited. */
export function held<T>(value: T) {
  let release: () => void = () => undefined;
  const answer = new Promise<T>((resolve) => {
    release = () => resolve(value);
  });
  return { answer: () => answer, release };
}
