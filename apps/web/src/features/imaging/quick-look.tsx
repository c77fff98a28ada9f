'use client';
import type { SeriesRow, StudyRow } from '@keneyapp/bff/features/imaging/view';
import { EmptyState } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useCallback, useEffect, useState } from 'react';
import { useDicomWords } from '../../components/use-dicom-words.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import { helpOfPage } from '../../shell/overlays.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { useFilled } from './full-screen.ts';
import { ImageIdentityNote } from './image-identity-note.tsx';
import { ImageFailure } from './image-failure.tsx';
import { KeysTable } from './keys-table.tsx';
import styles from './quick-look.module.css';
import type { PdfView } from './series-objects.tsx';
import { SeriesStack } from './series-stack.tsx';
import { useStudySeries } from './use-series-images.ts';

interface Props {
  study: StudyRow;
  patientId: string;
  seriesUid: string | null;
  viewerHref: string;
  pdfView: PdfView;
  takesFocus: boolean;
  onSeries: (uid: string) => void;
  onClose: () => void;
}

/** Images of one study beside the chart: enough to see, not to read from. Esc closes it. */
export function QuickLook(props: Props) {
  const { study, patientId, seriesUid, viewerHref, pdfView, takesFocus, onSeries, onClose } = props;
  const t = useTranslations('imaging');
  const f = useFormats();
  const [isFilled, fill] = useFilled();
  const [showsKeys, setShowsKeys] = useState(false);
  const uid = study.uid ?? '';
  const isListed = study.series.length > 0;
  const found = useStudySeries(uid, !isListed && uid !== '');
  const { data: banner } = useQuery(useTRPC().patients.banner.queryOptions({ patientId }));
  const series: SeriesRow[] = isListed
    ? study.series
    : (found.data ?? []).map((s) => ({ ...s, bodySite: null, kind: 'image' as const }));
  const chosen =
    series.find((s) => s.uid === seriesUid) ?? series.find((s) => s.kind === 'image') ?? series[0] ?? null;
  const dicom = useDicomWords();
  const seriesName = (s: SeriesRow) =>
    [
      s.number,
      s.description ??
        (s.bodySite && dicom.bodyPart(s.bodySite)) ??
        (s.modality && dicom.modality(s.modality)),
    ]
      .filter(Boolean)
      .join(' · ') || t('series.unnamed');
  const showKeys = useCallback(() => setShowsKeys(true), []);
  const leave = useCallback(() => (isFilled ? fill() : onClose()), [isFilled, fill, onClose]);
  useEffect(() => helpOfPage(showKeys), [showKeys]);
  const patient = banner
    ? [
        f.fullName(banner.identity),
        f.date(banner.identity.birthDate) ?? '',
        banner.identity.ipp ? t('study.ipp', { n: banner.identity.ipp }) : '',
      ].filter(Boolean)
    : [];
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc closes from anywhere inside
    <section
      className={styles.panel}
      data-filled={isFilled}
      aria-labelledby="quick-look-title"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented || showsKeys) return;
        event.preventDefault();
        leave();
      }}
    >
      <header className={styles.header}>
        <div>
          <h2 id="quick-look-title">{study.description ?? t('study.unnamed')}</h2>
          <p>
            {[
              study.modalities.map(dicom.modality).join(', '),
              f.date(study.date),
              study.accession && t('study.accession', { n: study.accession }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </div>
        <div className={styles.actions}>
          <Button variant="contained" size="small" component={Link} prefetch={false} href={viewerHref}>
            {t('openViewer')}
          </Button>
          <Button size="small" onClick={onClose}>
            {t('quickLook.close')}
          </Button>
        </div>
      </header>
      {uid !== '' && <ImageIdentityNote patientId={patientId} studies={[uid]} />}
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
              {s.kind !== 'image' && <span>{t(`kind.${s.kind}`)}</span>}
              {s.kind === 'image' && s.instances !== null && <span>{t('images', { n: s.instances })}</span>}
            </button>
          ))}
        </div>
      )}
      {chosen ? (
        <SeriesStack
          key={chosen.uid}
          study={study}
          series={chosen}
          name={seriesName(chosen)}
          patient={patient}
          pdfView={pdfView}
          takesFocus={takesFocus}
          onLeave={leave}
          onKeys={showKeys}
          onFullScreen={fill}
        />
      ) : found.error ? (
        <ImageFailure error={found.error} retry={() => void found.refetch()} />
      ) : found.isPending && !isListed ? (
        <div className={styles.stage} role="status">
          <p className={styles.notice}>{t('quickLook.loading')}</p>
        </div>
      ) : (
        <EmptyState title={t('quickLook.noSeries')} />
      )}
      {showsKeys && <KeysTable onClose={() => setShowsKeys(false)} />}
    </section>
  );
}
