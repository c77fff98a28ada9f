'use client';
import { viewerAddress, type Opening } from '@keneyapp/viewer/messages';
import { ErrorState } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import { useLocale, useTranslations } from 'next-intl';
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { hasSpareViewer, placeSpareViewer, viewing } from './spare-viewer.ts';
import type { ViewerState } from './use-viewer.ts';
import styles from './viewer.module.css';

interface Props {
  ref: RefObject<HTMLIFrameElement | null>;
  opening: Opening;
  title: string;
  state: ViewerState;
  /** A small picture of the study, drawn by the image server. */
  placeholder: string;
  onRetry: () => void;
}

const longMs = 30_000;

/** The viewer, and until its first image what can be said: that it opens, how far it is, that it takes long, that it failed. */
export function ViewerFrame({ ref, opening, title, state, placeholder, onRetry }: Props) {
  const t = useTranslations('imaging.viewer');
  const common = useTranslations('common.actions');
  const [isSlow, setSlow] = useState(false);
  const [isBroken, setBroken] = useState(false);
  const [hasPicture, setHasPicture] = useState(true);
  const place = useRef<HTMLDivElement>(null);
  const { sessionId, rights } = useSignedInUser();
  const locale = useLocale();
  /** What a viewer is made for stays what it was when it was opened: another one is another component. */
  const [made] = useState({
    of: [sessionId, rights['imaging.read'], rights['imaging.store'], locale].join(' '),
    opening,
  });
  const [isSpare, setSpare] = useState(() => hasSpareViewer(made.of));
  const loaded = useCallback((frame: HTMLIFrameElement) => {
    // an answer that is no page (the server's error as JSON) is no viewer
    const page = frame.contentDocument;
    setBroken(page !== null && page.contentType !== 'text/html');
  }, []);
  useLayoutEffect(() => {
    if (!isSpare || !place.current) return;
    const frame = placeSpareViewer(place.current, made.of, made.opening);
    if (!frame) return setSpare(false);
    frame.className = styles.frame ?? '';
    frame.addEventListener('load', () => loaded(frame));
    ref.current = frame;
    return () => {
      frame.remove();
      ref.current = null;
    };
  }, [ref, made, isSpare, loaded]);
  useLayoutEffect(() => {
    if (isSpare && ref.current) ref.current.title = title;
  }, [ref, isSpare, title]);
  useEffect(() => viewing(made.of), [made]);
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
      {isSpare ? (
        <div ref={place} className={styles.place} />
      ) : (
        <iframe
          ref={ref}
          className={styles.frame}
          src={viewerAddress(made.opening)}
          title={title}
          allow="fullscreen"
          onLoad={(event) => loaded(event.currentTarget)}
        />
      )}
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
