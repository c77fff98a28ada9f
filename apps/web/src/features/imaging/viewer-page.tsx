'use client';
import type { StudyRow } from '@keneyapp/bff/features/imaging/view';
import { EmptyState, ErrorState } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { doubtSession } from '../../session/session-news.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { useLeftOut } from './use-series-images.ts';
import styles from './viewer.module.css';

const volumeModalities = new Set(['CT', 'MR', 'PT']);

/** The embedded viewer on one study of this patient, the banner above it; a prior beside it when chosen. */
export function ViewerPage({ patientId, studyUid }: { patientId: string; studyUid: string }) {
  const t = useTranslations('imaging');
  const trpc = useTRPC();
  const search = useSearchParams();
  const { data, error, refetch } = useQuery(trpc.imaging.list.queryOptions({ patientId }));
  const [isOver, setOver] = useState(false);
  const frame = useRef<HTMLIFrameElement>(null);
  const router = useRouter();
  const backHref = `/patients/${patientId}/imaging?study=${studyUid}`;
  useViewerMessages(frame, {
    unauthorized: () => {
      doubtSession();
      setOver(true);
    },
    leave: () => router.push(backHref),
  });

  if (!data)
    return error ? (
      <CallFailed isPage error={error} retry={() => void refetch()} />
    ) : (
      <div className={styles.frame} role="status">
        <span className="visually-hidden">{t('loading')}</span>
      </div>
    );
  const study = data.studies.find((s) => s.uid === studyUid);
  // A study of somebody else is never shown below this banner, whatever the address says.
  if (!study)
    return (
      <EmptyState
        isPage
        title={t('viewer.notHere')}
        actions={
          <Button
            variant="outlined"
            component={Link}
            prefetch={false}
            href={`/patients/${patientId}/imaging`}
          >
            {t('viewer.back')}
          </Button>
        }
      >
        <p>{t('viewer.notHereWhy')}</p>
      </EmptyState>
    );
  const prior =
    data.studies.find((s) => s.uid !== null && s.uid !== studyUid && s.uid === search.get('prior')) ?? null;
  const isVolume = search.get('layout') === 'mpr' && !prior;
  const set = (changes: Record<string, string | null>) => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(changes))
      if (value) next.set(name, value);
      else next.delete(name);
    window.history.replaceState(null, '', next.size ? `?${next}` : window.location.pathname);
  };
  return (
    <div className={styles.page}>
      <ViewerBar
        study={study}
        others={data.studies.filter((s) => s.uid !== null && s.uid !== studyUid && s.state === 'available')}
        prior={prior}
        isVolume={isVolume}
        backHref={backHref}
        onChange={set}
      />
      <LeftOutNote studies={prior?.uid ? [studyUid, prior.uid] : [studyUid]} />
      {isOver ? (
        <ErrorState
          isPage
          title={t('viewer.over')}
          actions={
            <Button variant="contained" onClick={() => window.location.reload()}>
              {t('viewer.signIn')}
            </Button>
          }
        >
          <p>{t('viewer.overWhy')}</p>
        </ErrorState>
      ) : (
        <iframe
          key={`${prior?.uid} ${isVolume}`}
          ref={frame}
          className={styles.frame}
          src={viewerUrl(studyUid, prior?.uid ?? null, isVolume)}
          title={t('viewer.title', { name: study.description ?? t('study.unnamed') })}
          allow="fullscreen"
        />
      )}
    </div>
  );
}

/** Said above the viewer before anything is read in it: what it does not draw, or draws otherwise than the images ask. */
function LeftOutNote({ studies }: { studies: string[] }) {
  const t = useTranslations('imaging');
  const { data, error } = useLeftOut(studies);
  if (error)
    return (
      <p role="status" className={styles.note}>
        {t('viewer.leftOut.unknown')}
      </p>
    );
  if (!data || data.length === 0) return null;
  return (
    <p role="alert" className={styles.note}>
      {data.map((what) => t(`viewer.leftOut.${what}`)).join(' ')}
    </p>
  );
}

interface BarProps {
  study: StudyRow;
  others: StudyRow[];
  prior: StudyRow | null;
  isVolume: boolean;
  backHref: string;
  onChange: (changes: Record<string, string | null>) => void;
}

function ViewerBar({ study, others, prior, isVolume, backHref, onChange }: BarProps) {
  const t = useTranslations('imaging');
  const f = useFormats();
  const name = (s: StudyRow) =>
    [s.modalities.join(' '), s.description ?? t('study.unnamed'), f.date(s.date)].filter(Boolean).join(' · ');
  return (
    <div className={styles.bar}>
      <Button size="small" component={Link} prefetch={false} href={backHref}>
        ← {t('viewer.back')}
      </Button>
      <h1 tabIndex={-1}>{name(study)}</h1>
      {others.length > 0 && (
        <label>
          {t('viewer.compare')}{' '}
          <select
            value={prior?.uid ?? ''}
            onChange={(e) => onChange({ prior: e.target.value || null, layout: null })}
          >
            <option value="">{t('viewer.noPrior')}</option>
            {others.map((s) => (
              <option key={s.id} value={s.uid ?? ''}>
                {name(s)}
              </option>
            ))}
          </select>
        </label>
      )}
      {study.modalities.some((m) => volumeModalities.has(m)) && (
        <Button
          size="small"
          variant={isVolume ? 'contained' : 'outlined'}
          aria-pressed={isVolume}
          onClick={() => onChange({ layout: isVolume ? null : 'mpr', prior: null })}
        >
          {t('viewer.mpr')}
        </Button>
      )}
    </div>
  );
}

function viewerUrl(study: string, prior: string | null, isVolume: boolean): string {
  const protocol = prior ? '&hangingprotocolId=@ohif/hpCompare' : isVolume ? '&hangingprotocolId=mpr' : '';
  return `/ohif/viewer?StudyInstanceUIDs=${prior ? `${study},${prior}` : study}${protocol}`;
}

/** What the viewer tells; and what is done in it keeps the session alive like work on the page itself. */
function useViewerMessages(
  frame: React.RefObject<HTMLIFrameElement | null>,
  on: { unauthorized: () => void; leave: () => void },
): void {
  const handlers = useRef(on);
  useEffect(() => {
    handlers.current = on;
  });
  useEffect(() => {
    const message = (event: MessageEvent<unknown>) => {
      if (event.origin !== window.location.origin || event.source !== frame.current?.contentWindow) return;
      const { source, type } = (event.data ?? {}) as { source?: string; type?: string };
      if (source !== 'keneyapp-viewer') return;
      if (type === 'unauthorized') handlers.current.unauthorized();
      else if (type === 'leave') handlers.current.leave();
      else if (type === 'active') window.dispatchEvent(new Event('pointerdown'));
    };
    window.addEventListener('message', message);
    return () => window.removeEventListener('message', message);
  }, [frame]);
}
