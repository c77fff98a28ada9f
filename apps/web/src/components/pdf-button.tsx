'use client';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { askToSignInAgain, signInAgain } from '../session/afresh.ts';
import { nameInDisposition } from './disposition.ts';
import styles from './pdf-button.module.css';
import { saveFile } from './save-file.ts';

type State =
  { kind: 'ready' | 'working' } | { kind: 'failed'; why: 'denied' | 'busy' | 'failed'; id: string | null };

/** Makes a document of the page on the server and saves it: says that it works, can be given up, and says why there is none. */
export function PdfButton({ href }: { href: string }) {
  const t = useTranslations('common.document');
  const c = useTranslations('common.actions');
  const [state, setState] = useState<State>({ kind: 'ready' });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function make() {
    const control = new AbortController();
    running.current = control;
    setState({ kind: 'working' });
    try {
      setState(await save(href, control.signal));
    } catch {
      // given up, or no answer at all
      setState(control.signal.aborted ? { kind: 'ready' } : { kind: 'failed', why: 'failed', id: null });
    }
  }

  return (
    <div className={styles.tool}>
      {state.kind === 'working' ? (
        <Button variant="outlined" size="small" onClick={() => running.current?.abort()}>
          {c('cancel')}
        </Button>
      ) : (
        <Button variant="outlined" size="small" onClick={() => void make()} aria-label={t('make')}>
          PDF
        </Button>
      )}
      <span role="status" className={styles.state}>
        {state.kind === 'working' && t('working')}
      </span>
      {state.kind === 'failed' && (
        <span role="alert" className={styles.failed}>
          {t(state.why)} {state.id && t('request', { id: state.id })}
        </span>
      )}
    </div>
  );
}

const ask = (href: string, signal: AbortSignal) =>
  fetch(href, { method: 'POST', headers: { 'x-keneya-request': '1' }, signal });

async function save(href: string, signal: AbortSignal): Promise<State> {
  let answer = await ask(href, signal);
  if (answer.status === 403) {
    const told = await tellsOf(answer);
    if (told.error !== signInAgain) return { kind: 'failed', why: 'denied', id: told.requestId };
    if (!(await askToSignInAgain())) return { kind: 'ready' };
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
  return { kind: 'ready' };
}

async function tellsOf(answer: Response): Promise<{ error: string | null; requestId: string | null }> {
  const { error = null, requestId = null } = (await answer.json().catch(() => ({}))) as {
    error?: string;
    requestId?: string | null;
  };
  return { error, requestId };
}
