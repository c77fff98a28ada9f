import { askToSignInAgain, signInAgain } from '../session/afresh.ts';
import { nameInDisposition } from './disposition.ts';
import { saveFile } from './save-file.ts';

/** What became of a document that was asked for. `unsaved`: the person would not sign in again. */
export type Made =
  { kind: 'saved' | 'unsaved' } | { kind: 'failed'; why: 'denied' | 'busy' | 'failed'; id: string | null };

const ask = (href: string, signal: AbortSignal) =>
  fetch(href, { method: 'POST', headers: { 'x-keneya-request': '1' }, signal });

/** Has a document made on the server and saves it. Rejects when it was given up or nobody answered. */
export async function makePdf(href: string, signal: AbortSignal): Promise<Made> {
  let answer = await ask(href, signal);
  if (answer.status === 403) {
    const told = await tellsOf(answer);
    if (told.error !== signInAgain) return { kind: 'failed', why: 'denied', id: told.requestId };
    if (!(await askToSignInAgain())) return { kind: 'unsaved' };
    answer = await ask(href, signal);
  }
  if (!answer.ok) {
    const { error, requestId } = await tellsOf(answer);
    const why =
      answer.status === 403 ? 'denied' : error === 'busy' || answer.status === 429 ? 'busy' : 'failed';
    return { kind: 'failed', why, id: requestId };
  }
  saveFile(
    await answer.blob(),
    nameInDisposition(answer.headers.get('content-disposition')) ?? 'document.pdf',
  );
  return { kind: 'saved' };
}

async function tellsOf(answer: Response): Promise<{ error: string | null; requestId: string | null }> {
  const { error = null, requestId = null } = (await answer.json().catch(() => ({}))) as {
    error?: string;
    requestId?: string | null;
  };
  return { error, requestId };
}
