import type { PatientBanner } from '@keneyapp/bff/features/patients/view';
import { MutationCache, onlineManager } from '@tanstack/react-query';
import { TRPCClientError, type TRPCLink } from '@trpc/client';
import type { AnyTRPCRouter } from '@trpc/server';
import { observable } from '@trpc/server/observable';
import { errorCode } from './error.ts';
import { refusedOffline } from './refused-offline.ts';

/** What is done while there is no connection waits for it or is refused, as policies/operations.json says of each operation. */

/** It was not sent, and will not be. */
export class NotSentError extends Error {
  readonly why: 'offline' | 'called-off';
  constructor(why: NotSentError['why']) {
    super(why);
    this.why = why;
  }
}

/** So old a save is asked about again before it goes: the chart may say something else by now. */
export const askedAgainAfterMs = 5 * 60_000;

/** What waited long for the connection, for the question whether it still holds. */
export interface OldSave {
  /** The procedure, `vitals.record`. */
  operation: string;
  since: Date;
  patientId: string | null;
  /** Whose chart it goes into, as the page knew it then. */
  banner: PatientBanner | undefined;
}

/** When each was asked for and for whom, by its input. */
const asked = new WeakMap<object, Omit<OldSave, 'operation'>>();

const patientOf = (input: object): string | null =>
  'patientId' in input && typeof input.patientId === 'string' ? input.patientId : null;
/** As tRPC names the query. */
const bannerKey = (patientId: string) => [['patients', 'banner'], { input: { patientId }, type: 'query' }];

const isRefused = (path: string): boolean => refusedOffline.some((one) => path.startsWith(one));

export const offlineMutations = (): MutationCache =>
  new MutationCache({
    onMutate: (input, { options: { mutationKey } }, { client }) => {
      const [path] = (mutationKey ?? []) as [(readonly string[])?];
      if (!onlineManager.isOnline() && path && isRefused(path.join('.'))) throw new NotSentError('offline');
      if (typeof input !== 'object' || input === null) return;
      const patientId = patientOf(input);
      const banner =
        patientId === null ? undefined : client.getQueryData<PatientBanner>(bannerKey(patientId));
      asked.set(input, { since: new Date(), patientId, banner });
    },
  });

type Ask = (save: OldSave, done: (isWanted: boolean) => void) => void;
let ask: Ask | null = null;

/** Whoever draws the question says how. */
export function answerOldSaves(how: Ask): () => void {
  ask = how;
  return () => {
    if (ask === how) ask = null;
  };
}

/** Errors of saves that got no answer and carry the key of their form: they go in once, however often they are sent. */
const unanswered = new WeakSet<object>();
export const mayGoAgain = (error: Error): boolean => unanswered.has(error);

/** Notes of a save without an answer whether it may be sent again by itself. */
export function sendAgainLink<Router extends AnyTRPCRouter>(): TRPCLink<Router> {
  return () =>
    ({ op, next }) => {
      const { type, input, path } = op;
      const hasKey = typeof input === 'object' && input !== null && 'key' in input;
      if (type !== 'mutation' || !hasKey || isRefused(path)) return next(op);
      return observable((observer) =>
        next(op).subscribe({
          ...observer,
          error: (error) => {
            if (errorCode(error) === null) unanswered.add(error);
            observer.error(error);
          },
        }),
      );
    };
}

/** Holds a save that waited long, until the person has looked and says that it still holds. */
export function askAgainLink<Router extends AnyTRPCRouter>(): TRPCLink<Router> {
  return () =>
    ({ op, next }) => {
      const { type, input, path } = op;
      const save =
        type === 'mutation' && typeof input === 'object' && input !== null ? asked.get(input) : undefined;
      const question = ask;
      if (!save || Date.now() - save.since.getTime() < askedAgainAfterMs || !question) return next(op);
      return observable((observer) => {
        let isOver = false;
        let end = () => undefined as void;
        question({ ...save, operation: path }, (isWanted) => {
          if (isOver) return;
          if (!isWanted) return observer.error(TRPCClientError.from(new NotSentError('called-off')));
          asked.set(input as object, { ...save, since: new Date() });
          const sent = next(op).subscribe(observer);
          end = () => sent.unsubscribe();
        });
        return () => {
          isOver = true;
          end();
        };
      });
    };
}
