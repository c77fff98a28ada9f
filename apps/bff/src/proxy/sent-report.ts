import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { StudyRequest } from './gate.ts';
import { reasonAgainstStoring } from './stored-report.ts';
import type { Upstream } from './upstream.ts';
import { dicomName } from './viewer-config.ts';

/** A report of measurements has some kilobytes for each of them. */
const longest = 4 << 20;

/** What somebody sends to store with a study, and why it is not taken (null when it is). */
export async function sentReport(
  request: FastifyRequest,
  { session, token, requestId }: StudyRequest,
  study: string,
  upstream: Upstream,
): Promise<{ body: Buffer; reason: string | null }> {
  const body = await collect(request.body as Readable);
  if (body === null) return { body: Buffer.alloc(0), reason: 'too long' };
  const bearer = await token();
  const rows = bearer ? await upstream.json(`/studies?StudyInstanceUID=${study}`, bearer, requestId) : null;
  const patientId = Array.isArray(rows)
    ? (rows[0] as Record<string, { Value?: unknown[] } | undefined> | undefined)?.['00100020']?.Value?.[0]
    : undefined;
  // a study that is not on the image server has no images to measure
  if (typeof patientId !== 'string') return { body, reason: 'unknown' };
  const reason = reasonAgainstStoring(request.headers['content-type'] ?? '', body, {
    study,
    patientId,
    observer: dicomName(session.displayName),
  });
  return { body, reason };
}

async function collect(sent: Readable): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of sent as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longest) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
