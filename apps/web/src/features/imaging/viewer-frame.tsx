'use client';
import { ErrorState } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { useEffect, useState, type RefObject } from 'react';
import type { ViewerState } from './use-viewer.ts';
import styles from './viewer.module.css';

interface Props {
  ref: RefObject<HTMLIFrameElement | null>;
  src: string;
  title: string;
  state: ViewerState;
  /** A small picture of the study, drawn by the image server. */
  placeholder: string;
  onRetry: () => void;
}

const longMs = 30_000;

/** The viewer, and until its first image what can be said: that it opens, how far it is, that it takes long, that it failed. */
export function ViewerFrame({ ref, src, title, state, placeholder, onRetry }: Props) {
  const t = useTranslations('imaging.viewer');
  const common = useTranslations('common.actions');
  const [isSlow, setSlow] = useState(false);
  const [isBroken, setBroken] = useState(false);
  const [hasPicture, setHasPicture] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), longMs);
    return () => clearTimeout(timer);
  }, []);
  const isShown = state.phase === 'shown';
  const retry = (
    <Button size="small" variant="outlined" color="inherit" onClick={onRetry}>
      {common('retry')}
    </Button>
  );
  return (
    <div className={styles.stage} data-phase={state.phase} data-testid="viewer-stage">
      <iframe
        ref={ref}
        className={styles.frame}
        src={src}
        title={title}
        allow="fullscreen"
        onLoad={(event) => {
          // an answer that is no page (the server's error as JSON) is no viewer
          const page = event.currentTarget.contentDocument;
          setBroken(page !== null && page.contentType !== 'text/html');
        }}
      />
      {isBroken && state.phase === 'loading' ? (
        <div className={styles.over}>
          <ErrorState isPage title={t('failed')} actions={retry}>
            <p>{t('failedWhy')}</p>
          </ErrorState>
        </div>
      ) : (
        !isShown && (
          <div className={styles.opening} data-slow={isSlow}>
            {/* the viewer beneath has its own words for what it draws; a picture says that there is something */}
            {!isSlow && hasPicture && <img src={placeholder} alt="" onError={() => setHasPicture(false)} />}
            <div className={styles.said}>
              <p role="status">
                {t(state.phase === 'loading' ? 'loading' : 'waiting')}
                {state.progress && state.progress.total > 0 && ` ${t('progress', state.progress)}`}
              </p>
              {(isSlow || state.hasFailed) && (
                <p role="alert">
                  {t(state.hasFailed ? 'requestFailed' : 'slow')} {retry}
                </p>
              )}
              <span className={styles.running} aria-hidden />
            </div>
          </div>
        )
      )}
    </div>
  );
}
