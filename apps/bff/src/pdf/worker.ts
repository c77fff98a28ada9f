import { parentPort } from 'node:worker_threads';
import type { Printed } from './document.ts';
import { typeset } from './typeset.ts';

parentPort?.on('message', ({ id, document, code }: { id: number; document: Printed; code: string }) => {
  typeset(document, code).then(
    (file) => parentPort?.postMessage({ id, file: new Uint8Array(file) }),
    // the message of an error may quote the document
    (error: unknown) =>
      parentPort?.postMessage({ id, failed: error instanceof Error ? error.name : 'unknown' }),
  );
});
