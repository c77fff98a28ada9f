import { parentPort } from 'node:worker_threads';
import type { FromThread, ToldError } from './thread.ts';

/**
 * The side of the thread: one request after the other, each answered or its error told. The thread ends after `close`.
 * @returns tells the other side what it did not ask for
 */
export function serveRequests<Request extends { op: string }, Answer, Opened, Told = never>(
  opened: Opened,
  answer: (request: Request) => Promise<Answer>,
): (told: Told) => void {
  const port = parentPort;
  if (!port) throw new Error('this file runs as a worker thread only');
  const post = (message: FromThread<Opened, Answer, Told>) => port.postMessage(message);
  let queue = Promise.resolve();
  port.on('message', ({ id, request }: { id: number; request: Request }) => {
    queue = queue.then(async () => {
      try {
        post({ id, answer: await answer(request) });
      } catch (error) {
        post({ id, error: toldOf(error) });
      }
      if (request.op === 'close') port.close();
    });
  });
  post({ opened });
  return (told) => post({ told });
}

const fields = [
  'code',
  'severity',
  'detail',
  'hint',
  'position',
  'where',
  'schema',
  'table',
  'column',
  'dataType',
  'constraint',
] as const;

function toldOf(error: unknown): ToldError {
  const told: ToldError = { message: error instanceof Error ? error.message : String(error) };
  if (typeof error !== 'object' || error === null) return told;
  const given = error as Record<string, unknown>;
  for (const field of fields) if (typeof given[field] === 'string') told[field] = given[field];
  return told;
}
