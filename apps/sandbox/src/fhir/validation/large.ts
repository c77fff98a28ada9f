import { Worker } from 'node:worker_threads';
import type { Bundle, OperationOutcomeIssue, Parameters, Resource } from '@medplum/fhirtypes';
import { withDecimals } from '../model/placeholders.ts';
import { FhirFailure } from '../outcome.ts';
import { remember, type Findings } from './validation.ts';

export interface LargeRequest {
  id: number;
  bytes: Uint8Array;
}
export type LargeAnswer =
  | { id: number; text: string; holdsPlaceholders: boolean; findings: Findings[] }
  | { id: number; status: number; issue: OperationOutcomeIssue[] }
  | { id: number; fault: string };

/**
 * Whether a body is read and looked at by a thread of its own, because a resource in it is large: many small ones in a
 * Bundle are looked at one after the other, with turns for everybody else in between, which costs less altogether.
 */
export function isLarge(bytes: Buffer): boolean {
  if (bytes.length <= 1024 * 1024) return false;
  let entries = 0;
  for (let at = bytes.indexOf('"request"'); at >= 0; at = bytes.indexOf('"request"', at + 9)) entries += 1;
  return bytes.length / Math.max(entries, 1) > 256 * 1024;
}
const idle = 60_000;

/** The resources of a body that are each looked at: entries of a Bundle that asks something, of Parameters, or the body itself. */
export function resourcesOf(tree: unknown): object[] {
  const body = tree as Resource | null | undefined;
  const inner =
    body?.resourceType === 'Bundle' && ['batch', 'transaction'].includes((body as Bundle).type)
      ? (body as Bundle).entry
      : body?.resourceType === 'Parameters'
        ? (body as Parameters).parameter
        : [{ resource: body }];
  return (Array.isArray(inner) ? inner : []).flatMap((holder: { resource?: unknown } | null) =>
    holder?.resource !== null && typeof holder?.resource === 'object' ? [holder.resource] : [],
  );
}

interface Waiting {
  resolve(answer: LargeAnswer): void;
  reject(error: Error): void;
}
let worker: Worker | null = null;
let last = 0;
let rest: NodeJS.Timeout | undefined;
const waiting = new Map<number, Waiting>();

/** The parsed body, with what was found in its resources remembered for whoever validates them. */
export async function readLarge(bytes: Buffer): Promise<unknown> {
  const answer = await ask(bytes);
  if ('fault' in answer) throw new Error(answer.fault);
  if ('issue' in answer) throw FhirFailure.of(answer.status, answer.issue);
  const tree: unknown = JSON.parse(answer.text);
  if (answer.holdsPlaceholders && tree !== null && typeof tree === 'object') withDecimals(tree);
  resourcesOf(tree).forEach((resource, i) => {
    const findings = answer.findings[i];
    if (findings) remember(resource, findings);
  });
  return tree;
}

function ask(bytes: Buffer): Promise<LargeAnswer> {
  worker ??= start();
  const to = worker;
  clearTimeout(rest);
  return new Promise<LargeAnswer>((resolve, reject) => {
    last += 1;
    waiting.set(last, { resolve, reject });
    to.postMessage({ id: last, bytes } satisfies LargeRequest);
  }).finally(() => {
    if (waiting.size > 0) return;
    clearTimeout(rest);
    rest = setTimeout(stopLarge, idle);
    rest.unref();
  });
}

function start(): Worker {
  const started = new Worker(new URL('./large-worker.ts', import.meta.url), { execArgv: [] });
  started.unref();
  started.on('message', (answer: LargeAnswer) => {
    waiting.get(answer.id)?.resolve(answer);
    waiting.delete(answer.id);
  });
  const fail = (error: Error) => {
    if (worker === started) worker = null;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  started.on('error', fail);
  started.on('exit', () => {
    if (worker === started) fail(new Error('the thread that reads large bodies ended'));
  });
  return started;
}

/** Ends the thread; it is started again when it is needed. */
export function stopLarge(): void {
  const ending = worker;
  worker = null;
  clearTimeout(rest);
  void ending?.terminate();
}
