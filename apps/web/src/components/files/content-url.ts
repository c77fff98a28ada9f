import { doubtSession } from '../../session/session-news.ts';
import type { DocumentContent, DocumentItem } from '@keneyapp/bff/features/documents/view';

type Holder = DocumentItem['source'] | 'report';
const types: Record<Holder, string> = {
  document: '',
  composition: 'Composition/',
  report: 'DiagnosticReport/',
};

/** Address of a file of a document or a report on the front door; checked and recorded there. */
export const contentUrl = (
  patientId: string,
  documentId: string,
  index: number,
  holder: Holder = 'document',
): string =>
  `/bff/documents/${encodeURIComponent(patientId)}/${types[holder]}${encodeURIComponent(documentId)}/${index}`;
export const downloadUrl = (...place: Parameters<typeof contentUrl>): string =>
  `${contentUrl(...place)}?download=1`;

export type ContentProblem = 'elsewhere' | 'notFound' | 'failed';
export class ContentError extends Error {
  readonly problem: ContentProblem;
  constructor(problem: ContentProblem) {
    super(problem);
    this.problem = problem;
  }
}

/** Where the bytes of a file are: at an address, or here already. */
export type Source = string | ArrayBuffer;

/** Bytes of a file; throws `ContentError`. */
export async function fetchContent(source: Source, signal: AbortSignal): Promise<ArrayBuffer> {
  // a copy: pdf.js takes its bytes along
  if (typeof source !== 'string') return source.slice(0);
  return (await opened(source, signal)).arrayBuffer();
}

type Kind = Exclude<DocumentContent['kind'], 'unknown'>;
const knownKinds: readonly string[] = ['pdf', 'image', 'text', 'markup'] satisfies Kind[];

/** The same of a file that was recorded without a type, with how it can be shown: the front door has looked. */
export async function fetchSeen(
  url: string,
  signal: AbortSignal,
): Promise<{ kind: Kind; bytes: ArrayBuffer; type: string }> {
  const response = await opened(url, signal);
  const kind = response.headers.get('x-content-kind') ?? '';
  return {
    kind: knownKinds.includes(kind) ? (kind as Kind) : 'other',
    bytes: await response.arrayBuffer(),
    type: response.headers.get('content-type') ?? '',
  };
}

async function opened(url: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(url, { cache: 'no-store', signal }).catch(() => null);
  if (signal.aborted) throw new DOMException('aborted', 'AbortError');
  if (!response) throw new ContentError('failed');
  if (response.status === 401) doubtSession();
  if (!response.ok)
    throw new ContentError(
      response.status === 404 ? 'notFound' : response.status === 422 ? 'elsewhere' : 'failed',
    );
  return response;
}

/** Size in the unit people read. */
export function readableSize(bytes: number): { n: number; unit: 'B' | 'kB' | 'MB' } {
  if (bytes < 1000) return { n: bytes, unit: 'B' };
  if (bytes < 1_000_000) return { n: Math.round(bytes / 1000), unit: 'kB' };
  return { n: Math.round(bytes / 100_000) / 10, unit: 'MB' };
}

export const formatOf = (contents: readonly DocumentContent[]): DocumentContent['kind'] | 'none' =>
  contents.find((c) => c.isAvailable)?.kind ?? 'none';
