'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import type { DicomJson } from './dicom-json.ts';
import { fetchBytes } from './frame-bytes.ts';
import { objectUrl } from './object-kind.ts';
import styles from './series-objects.module.css';

/** MP4 says `ftyp` behind its first length; the other streams that DICOM carries are played by no browser. */
const isMp4 = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes.subarray(4, 8)) === 'ftyp';

/** A film of which the browser knows the encoding; else it is said that it can only be taken as a file. */
export function VideoPlayer({ object, title }: { object: DicomJson; title: string }) {
  const t = useTranslations('imaging.objects');
  const [state, setState] = useState<'loading' | 'failed' | 'unplayable' | { url: string }>('loading');
  const url = `${objectUrl(object)}/frames/1`;
  useEffect(() => {
    const abort = new AbortController();
    let made = '';
    fetchBytes(url, { signal: abort.signal, cache: 'no-store' }).then(
      ({ bytes }) => {
        if (abort.signal.aborted) return;
        if (!isMp4(bytes)) return setState('unplayable');
        made = URL.createObjectURL(new Blob([bytes], { type: 'video/mp4' }));
        setState({ url: made });
      },
      () => {
        if (!abort.signal.aborted) setState('failed');
      },
    );
    return () => {
      abort.abort();
      if (made) URL.revokeObjectURL(made);
    };
  }, [url]);
  if (state === 'loading') return <p role="status">{t('videoLoading')}</p>;
  if (typeof state === 'string')
    return <p className="muted">{t(state === 'failed' ? 'videoFailed' : 'videoUnplayable')}</p>;
  return (
    // eslint-disable-next-line jsx-a11y/media-has-caption -- films of examinations have none
    <video
      className={styles.video}
      controls
      src={state.url}
      aria-label={title}
      onError={() => setState('unplayable')}
    />
  );
}
