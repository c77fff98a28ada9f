'use client';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import type { Made } from './make-pdf.ts';
import styles from './pdf-button.module.css';

type State = { kind: 'ready' | 'working' } | Extract<Made, { kind: 'failed' }>;

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
      const { makePdf } = await import('./make-pdf.ts');
      const made = await makePdf(href, control.signal);
      setState(made.kind === 'failed' ? made : { kind: 'ready' });
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
