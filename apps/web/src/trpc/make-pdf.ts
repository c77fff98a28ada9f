import 'server-only';
import type { Printed } from '@keneyapp/bff/pdf/document';
import type { LabelOptions } from '@keneyapp/bff/pdf/labels';
import { headers } from 'next/headers';
import { env } from '../env.ts';

type Asked = { document: Omit<Printed, 'issuer'> } & (
  | { operation: 'summary.export' | 'appointments.print'; patientId: string; emergencyWords: string }
  | { operation: 'appointments.print-list'; patientIds: string[] }
);

/** Has a document set by the BFF, on the visitor's behalf; its answer goes on to the browser as it comes, its refusals too. */
export async function makePdf(
  asked: Asked,
  name: string,
  signal: AbortSignal,
  isOpened = false,
): Promise<Response> {
  return passedOn(await askBff('/pdf', asked, signal), { name, isOpened });
}

interface AskedLabels extends Omit<LabelOptions, 'hospital' | 'now'> {
  patientId: string;
  /** What the file's name says of it. */
  content: string;
}

/** The same for bracelets and labels, whose identity the BFF reads and names the file by. `isOpened`: shown in the browser, to be printed. */
export async function makeLabels(
  asked: AskedLabels,
  { isOpened, signal }: { isOpened: boolean; signal: AbortSignal },
): Promise<Response> {
  const answer = await askBff('/labels', asked, signal);
  const name = decodeURIComponent(answer.headers.get('x-document-name') ?? 'document.pdf');
  return passedOn(answer, { name, isOpened });
}

async function askBff(path: '/pdf' | '/labels', asked: object, signal: AbortSignal): Promise<Response> {
  const incoming = await headers();
  const sent: Record<string, string> = {
    'content-type': 'application/json',
    'x-keneya-request': '1',
    'x-keneya-internal': env().INTERNAL_SECRET,
  };
  for (const header of ['cookie', 'x-forwarded-for', 'user-agent']) {
    const value = incoming.get(header);
    if (value) sent[header] = value;
  }
  return fetch(`${env().BFF_INTERNAL_URL}${path}`, {
    method: 'POST',
    headers: sent,
    body: JSON.stringify(asked),
    cache: 'no-store',
    signal,
  });
}

function passedOn(answer: Response, { name, isOpened }: { name: string; isOpened: boolean }): Response {
  const told = new Headers({
    'content-type': answer.headers.get('content-type') ?? 'application/octet-stream',
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
  });
  if (answer.ok)
    told.set(
      'content-disposition',
      // a name that every browser reads, then the whole one (RFC 6266)
      `${isOpened ? 'inline' : 'attachment'}; filename="${name.replace(/[^\x20-\x7e]|["\\]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    );
  return new Response(answer.body, { status: answer.status, headers: told });
}
