import { Decimal } from '@keneyapp/fhir-client/json';
import { parentPort } from 'node:worker_threads';
import { jsonOf, textOf } from '../http/json-text.ts';
import { withPlaceholders } from '../model/placeholders.ts';
import { FhirFailure } from '../outcome.ts';
import { loadBindings } from './bindings.ts';
import { resourcesOf, type LargeAnswer, type LargeRequest } from './large.ts';
import { findingsOf } from './validation.ts';

/** Reads and validates large bodies away from the event loop of the servers. */
const port = parentPort;
if (!port) throw new Error('large-worker runs as a worker thread only');
loadBindings();

port.on('message', ({ id, bytes }: LargeRequest) => {
  port.postMessage(answerTo(id, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)));
});

function answerTo(id: number, bytes: Buffer): LargeAnswer {
  try {
    const text = textOf(bytes),
      tree = jsonOf(text);
    const holds = holdsDecimal(tree);
    return {
      id,
      text: holds ? JSON.stringify(withPlaceholders(tree)) : text,
      holdsPlaceholders: holds,
      findings: resourcesOf(tree).map((resource) => findingsOf(resource)),
    };
  } catch (error) {
    if (error instanceof FhirFailure) return { id, status: error.status, issue: error.outcome.issue };
    return { id, fault: error instanceof Error ? error.message : String(error) };
  }
}

function holdsDecimal(value: unknown): boolean {
  if (value instanceof Decimal) return true;
  return value !== null && typeof value === 'object' && Object.values(value).some(holdsDecimal);
}
