import type { FastifyReply, FastifyRequest } from 'fastify';
import { lengthOf, streamOf, type Segment } from './body.ts';

/** Sends one body, or the stretch of it that a Range header asks for (RFC 9110 14): 206, or 416 when it has no such bytes. */
export function sendRange(
  request: FastifyRequest,
  reply: FastifyReply,
  contentType: string,
  segments: Segment[],
): FastifyReply {
  const size = lengthOf(segments);
  void reply.header('accept-ranges', 'bytes').header('content-type', contentType);
  const asked = rangeOf(request.headers.range, size);
  if (asked === 'none')
    return reply
      .code(416)
      .header('content-range', `bytes */${size}`)
      .type('application/json')
      .send({ error: `there are ${size} bytes` });
  if (asked === null) return reply.header('content-length', size).send(streamOf(segments));
  const { from, to } = asked;
  return reply
    .code(206)
    .header('content-range', `bytes ${from}-${to}/${size}`)
    .header('content-length', to - from + 1)
    .send(streamOf(stretch(segments, from, to + 1)));
}

/** One range; several, other units and what is no range are answered with the whole, as RFC 9110 14.2 allows. */
function rangeOf(header: string | undefined, size: number): { from: number; to: number } | 'none' | null {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? [];
  if (first === '' && last === '') return null;
  if (first === '') return last === '0' ? 'none' : { from: Math.max(0, size - Number(last)), to: size - 1 };
  if (last !== '' && Number(last) < Number(first)) return null;
  if (Number(first) >= size) return 'none';
  return { from: Number(first), to: Math.min(last === '' ? size - 1 : Number(last), size - 1) };
}

function stretch(segments: readonly Segment[], from: number, end: number): Segment[] {
  let at = 0;
  return segments.flatMap((segment): Segment[] => {
    const start = Math.max(from - at, 0),
      stop = Math.min(end - at, segment.length);
    at += segment.length;
    if (start >= stop) return [];
    return [
      Buffer.isBuffer(segment)
        ? segment.subarray(start, stop)
        : { ...segment, offset: segment.offset + start, length: stop - start },
    ];
  });
}
