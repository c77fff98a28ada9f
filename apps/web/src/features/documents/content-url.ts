import { doubtSession } from '../../session/session-news.ts';
import type { DocumentContent } from '@keneyapp/bff/features/documents/view';

/** Address of a file of a document on the front door; checked and recorded there. */
export const contentUrl = (patientId: string, documentId: string, index: number): string =>
  `/bff/documents/${encodeURIComponent(patientId)}/${encodeURIComponent(documentId)}/${index}`;
export const downloadUrl = (patientId: string, documentId: string, index: number): string =>
  `${contentUrl(patientId, documentId, index)}?download=1`;

export type ContentProblem = 'elsewhere' | 'notFound' | 'failed';
export class ContentError extends Error {
  readonly problem: ContentProblem;
  constructor(problem: ContentProblem) {
    super(problem);
    this.problem = problem;
  }
}

/** Bytes of a file; throws `ContentError`. */
export async function fetchContent(url: string, signal: AbortSignal): Promise<ArrayBuffer> {
  const response = await fetch(url, { cache: 'no-store', signal }).catch(() => null);
  if (signal.aborted) throw new DOMException('aborted', 'AbortError');
  if (!response) throw new ContentError('failed');
  if (response.status === 401) doubtSession();
  if (!response.ok)
    throw new ContentError(
      response.status === 404 ? 'notFound' : response.status === 422 ? 'elsewhere' : 'failed',
    );
  return response.arrayBuffer();
}

/** Size in the unit people read. */
export function readableSize(bytes: number): { n: number; unit: 'B' | 'kB' | 'MB' } {
  if (bytes < 1000) return { n: bytes, unit: 'B' };
  if (bytes < 1_000_000) return { n: Math.round(bytes / 1000), unit: 'kB' };
  return { n: Math.round(bytes / 100_000) / 10, unit: 'MB' };
}

export const formatOf = (contents: readonly DocumentContent[]): DocumentContent['kind'] | 'none' =>
  contents.find((c) => c.isAvailable)?.kind ?? 'none';
