import { parentPort } from 'node:worker_threads';
import { identityLabels } from './identity-labels.ts';
import type { Job } from './typesetter.ts';
import { typeset } from './typeset.ts';

const fileOf = (job: Job): Promise<Buffer> =>
  'labels' in job ? identityLabels(job.labels.identity, job.labels.options) : typeset(job.document, job.code);

parentPort?.on('message', ({ id, ...job }: Job & { id: number }) => {
  fileOf(job).then(
    (file) => parentPort?.postMessage({ id, file: new Uint8Array(file) }),
    // the message of an error may quote the document
    (error: unknown) =>
      parentPort?.postMessage({ id, failed: error instanceof Error ? error.name : 'unknown' }),
  );
});
