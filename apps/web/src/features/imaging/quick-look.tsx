'use client';
import type { SeriesRow, StudyRow } from '@keneyapp/bff/features/imaging/view';
import { EmptyState, ErrorState } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useEffect, useRef, useState } from 'react';
import { useFormats } from '../../i18n/use-formats.ts';
import { doubtSession } from '../../session/session-news.ts';
import styles from './quick-look.module.css';
import { QuickLookTools } from './quick-look-tools.tsx';
import { StackView, type StackHandle } from './stack-view.tsx';
import type { StackState } from './stack-engine.ts';
import { ImageError, useSeriesImages, useStudySeries } from './use-series-images.ts';
import type { Mode } from './use-stack-gestures.ts';

interface Props {
  study: StudyRow;
  patientId: string;
  seriesUid: string | null;
  onSeries: (uid: string) => void;
  onClose: () => void;
}

/** Images of one study beside the chart: enough to see, not to read from. */
export function QuickLook({ study, patientId, seriesUid, onSeries, onClose }: Props) {
  const t = useTranslations('imaging');
  const f = useFormats();
  const uid = study.uid ?? '';
  const isListed = study.series.length > 0;
  const found = useStudySeries(uid, !isListed && uid !== '');
  const series: SeriesRow[] = isListed
    ? study.series
    : (found.data ?? []).map((s) => ({ ...s, bodySite: null, kind: 'image' as const }));
  const chosen =
    series.find((s) => s.uid === seriesUid) ?? series.find((s) => s.kind === 'image') ?? series[0] ?? null;
  const seriesName = (s: SeriesRow) =>
    [s.number, s.description ?? s.bodySite ?? s.modality].filter(Boolean).join(' · ') || t('series.unnamed');
  return (
    <section className={styles.panel} aria-labelledby="quick-look-title">
      <header className={styles.header}>
        <div>
          <h2 id="quick-look-title">{study.description ?? t('study.unnamed')}</h2>
          <p>
            {[
              study.modalities.join(', '),
              f.date(study.date),
              study.accession && t('study.accession', { n: study.accession }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </div>
        <div className={styles.actions}>
          <Button
            variant="contained"
            size="small"
            component={Link}
            prefetch={false}
            href={`/patients/${patientId}/imaging/${uid}`}
          >
            {t('openViewer')}
          </Button>
          <Button size="small" onClick={onClose}>
            {t('quickLook.close')}
          </Button>
        </div>
      </header>
      {series.length > 1 && (
        <div className={styles.series} role="group" aria-label={t('series.choose')}>
          {series.map((s) => (
            <button
              key={s.uid}
              type="button"
              aria-pressed={s.uid === chosen?.uid}
              onClick={() => onSeries(s.uid)}
            >
              {seriesName(s)}
              {s.instances !== null && <span>{t('images', { n: s.instances })}</span>}
            </button>
          ))}
        </div>
      )}
      {chosen ? (
        <SeriesStack key={chosen.uid} study={uid} series={chosen} name={seriesName(chosen)} />
      ) : found.error ? (
        <Failure error={found.error} retry={() => void found.refetch()} />
      ) : found.isPending && !isListed ? (
        <div className={styles.stage} role="status">
          <span className="visually-hidden">{t('quickLook.loading')}</span>
        </div>
      ) : (
        <EmptyState title={t('quickLook.noSeries')} />
      )}
    </section>
  );
}

function SeriesStack({ study, series, name }: { study: string; series: SeriesRow; name: string }) {
  const t = useTranslations('imaging');
  const { data, error, refetch } = useSeriesImages(study, series.uid);
  const handle = useRef<StackHandle>({ engine: null });
  const [mode, setMode] = useState<Mode>('scroll');
  const [state, setState] = useState<StackState | null>(null);
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  const kind = series.kind === 'image' ? null : series.kind;
  if (data && data.images.length === 0) {
    return data.undecodable ? (
      <EmptyState title={t('quickLook.undecodable')}>
        <p>{t('quickLook.syntax', { uid: data.undecodable.transferSyntax })}</p>
      </EmptyState>
    ) : (
      <EmptyState title={t(`kind.${kind ?? 'other'}`)}>
        <p>{t('quickLook.noImage', { modality: data.modality || (series.modality ?? '?') })}</p>
      </EmptyState>
    );
  }
  const count = data?.images.length ?? series.instances ?? 0;
  const start = Math.floor((count - 1) / 2);
  return (
    <>
      <QuickLookTools
        modality={data?.modality ?? series.modality ?? ''}
        mode={mode}
        onMode={setMode}
        handle={handle}
        isReady={state !== null}
      />
      {data ? (
        <StackView
          ref={handle}
          series={data}
          start={start}
          mode={mode}
          onState={setState}
          label={t('quickLook.label', { name, n: (state?.index ?? start) + 1, total: count })}
          placeholder={`/dicom-web/studies/${study}/series/${series.uid}/rendered?viewport=512,512`}
        />
      ) : (
        <div className={styles.stage} role="status">
          <span className="visually-hidden">{t('quickLook.loading')}</span>
        </div>
      )}
      <div className={styles.status}>
        <span data-testid="image-counter">
          {t('quickLook.counter', { n: (state?.index ?? start) + 1, total: count })}
        </span>
        {count > 1 && (
          <input
            type="range"
            className={styles.slider}
            min={1}
            max={count}
            value={(state?.index ?? start) + 1}
            aria-label={t('quickLook.slider')}
            aria-valuetext={t('quickLook.counter', { n: (state?.index ?? start) + 1, total: count })}
            onChange={(e) => handle.current.engine?.goTo(Number(e.target.value) - 1)}
          />
        )}
        <span>
          {state?.window
            ? t('quickLook.window', {
                center: Math.round(state.window.center),
                width: Math.round(state.window.width),
              })
            : ''}
        </span>
        <span>{state ? t('quickLook.zoom', { n: Math.round(state.zoom * 100) }) : ''}</span>
      </div>
      <p className="visually-hidden" role="status">
        {state ? t('quickLook.counter', { n: state.index + 1, total: count }) : t('quickLook.loading')}
      </p>
      {data?.undecodable && (
        <p className={styles.hint}>
          {t('quickLook.someUndecodable', {
            n: data.undecodable.count,
            uid: data.undecodable.transferSyntax,
          })}
        </p>
      )}
      <p id="quick-look-keys" className={styles.hint}>
        {t('quickLook.keys')}
      </p>
      <p className={styles.hint}>{t('quickLook.notDiagnostic')}</p>
    </>
  );
}

function Failure({ error, retry }: { error: Error; retry: () => void }) {
  const t = useTranslations('imaging');
  const common = useTranslations('common');
  const status = error instanceof ImageError ? error.status : 0;
  useEffect(() => {
    if (status === 401) doubtSession();
  }, [status]);
  if (status === 404)
    return (
      <EmptyState title={t('quickLook.absent')}>
        <p>{t('quickLook.absentWhy')}</p>
      </EmptyState>
    );
  const requestId = error instanceof ImageError ? error.requestId : null;
  return (
    <ErrorState
      title={t('quickLook.failed')}
      requestId={requestId && common('error.requestId', { id: requestId })}
      actions={
        status !== 401 &&
        status !== 403 && (
          <Button variant="outlined" onClick={retry}>
            {common('actions.retry')}
          </Button>
        )
      }
    >
      <p>
        {status === 401
          ? common('error.unauthorized')
          : status === 403
            ? common('denied.role')
            : t('quickLook.serverAway')}
      </p>
    </ErrorState>
  );
}
