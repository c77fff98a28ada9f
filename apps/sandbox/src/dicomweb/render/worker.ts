import { parentPort } from 'node:worker_threads';
import { judge, type Refusal } from '@keneyapp/clinical/images';
import { decodeFrame } from './decode.ts';
import type { Extras } from './extras.ts';
import type { FrameDescription } from './frame.ts';
import { toJpeg, toPng } from './encode.ts';
import { asDescribed, toPicture, type Window } from './picture.ts';
import { fit } from './resize.ts';

/** Draws the frame, or without a `picture` gives its samples as the attributes of the object describe them. */
export interface Job {
  id: number;
  data: Uint8Array;
  frame: FrameDescription;
  picture: {
    extras: Extras;
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

const refusals: Record<Refusal, string> = {
  size: 'its stream has another size than the object says',
  samples: 'its stream has other colours than the object says',
  depth: 'its stream has more bits than the object says',
  colour: 'its colours are of a kind that is not drawn',
  stream: 'its stream is not what the object says',
};

async function run({ data, frame, picture }: Job): Promise<Uint8Array> {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength),
    { facts, refusal } = judge(bytes, frame.transferSyntax, frame);
  if (refusal) throw new Error(refusals[refusal]);
  const decoded = await decodeFrame(bytes, frame);
  if (!picture) return asDescribed(decoded, facts, frame);
  const drawn = fit(
    toPicture(decoded, facts, picture.extras, picture.window),
    picture.width,
    picture.height,
    facts.pixelHeight,
  );
  return picture.type === 'image/png' ? toPng(drawn) : toJpeg(drawn, picture.quality);
}
