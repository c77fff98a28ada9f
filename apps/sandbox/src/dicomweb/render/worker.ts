import { parentPort } from 'node:worker_threads';
import type { JsonDataset } from '../json-model.ts';
import { decodeFrame } from './decode.ts';
import type { FrameDescription } from './frame.ts';
import { toJpeg, toPng } from './encode.ts';
import { toPicture, type Window } from './picture.ts';
import { fit } from './resize.ts';

export interface Job {
  id: number;
  data: Uint8Array;
  frame: FrameDescription;
  json: JsonDataset;
  picture: {
    width: number;
    height: number;
    window: Window | null;
    type: 'image/png' | 'image/jpeg';
    quality: number;
  } | null;
}
export type Done = { id: number; bytes: Uint8Array } | { id: number; error: string };

/** Decodes and draws away from the event loop that answers requests. */
parentPort?.on('message', (job: Job) => {
  void run(job).then(
    (bytes) => parentPort?.postMessage({ id: job.id, bytes } satisfies Done),
    (error: unknown) =>
      parentPort?.postMessage({
        id: job.id,
        error: error instanceof Error ? error.message : String(error),
      } satisfies Done),
  );
});

async function run({ data, frame, json, picture }: Job): Promise<Uint8Array> {
  const decoded = await decodeFrame(Buffer.from(data.buffer, data.byteOffset, data.byteLength), frame);
  if (!picture) return decoded.bytes;
  const drawn = fit(toPicture(decoded, frame, json, picture.window), picture.width, picture.height);
  return picture.type === 'image/png' ? toPng(drawn) : toJpeg(drawn, picture.quality);
}
