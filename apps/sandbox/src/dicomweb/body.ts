import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';

/** A piece of an answer: bytes in memory, or a stretch of a file read when its turn comes. */
export type Segment = Buffer | { file: string; offset: number; length: number };

const chunkSize = 1 << 20;

export function lengthOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, s) => sum + s.length, 0);
}

/** Streams segments one chunk at a time; the reader's pace decides, and files are closed when it goes away. */
export function streamOf(segments: readonly Segment[]): Readable {
  return Readable.from(chunks(segments), { objectMode: false, highWaterMark: chunkSize });
}

async function* chunks(segments: readonly Segment[]): AsyncGenerator<Buffer> {
  let file = '';
  let handle: Awaited<ReturnType<typeof open>> | null = null;
  try {
    for (const segment of segments) {
      if (Buffer.isBuffer(segment)) {
        yield segment;
        continue;
      }
      if (!handle || file !== segment.file) {
        await handle?.close();
        handle = null;
        handle = await open(segment.file);
        file = segment.file;
      }
      for (let done = 0; done < segment.length;) {
        const want = Math.min(chunkSize, segment.length - done);
        const { bytesRead, buffer } = await handle.read(
          Buffer.allocUnsafe(want),
          0,
          want,
          segment.offset + done,
        );
        if (bytesRead === 0) throw new Error('a stored file is shorter than its index says');
        yield buffer.subarray(0, bytesRead);
        done += bytesRead;
      }
    }
  } finally {
    await handle?.close();
  }
}

/** A multipart/related message: `parts` are header lines and content. Its length is known before it is sent. */
export function multipartOf(
  type: string,
  parts: readonly { headers: string[]; content: Segment[] }[],
): { contentType: string; segments: Segment[] } {
  const boundary = randomBytes(16).toString('hex');
  const segments: Segment[] = parts.flatMap(({ headers, content }, i) => [
    Buffer.from(`${i ? '\r\n' : ''}--${boundary}\r\n${headers.join('\r\n')}\r\n\r\n`),
    ...content,
  ]);
  segments.push(Buffer.from(`\r\n--${boundary}--\r\n`));
  return { contentType: `multipart/related; type="${type}"; boundary=${boundary}`, segments };
}
