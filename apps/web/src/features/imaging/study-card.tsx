'use client';
import type { StudyRow } from '@keneyapp/bff/features/imaging/view';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useState } from 'react';
import { WholeLink } from '../../components/whole-link.tsx';
import { useDicomWords } from '../../components/use-dicom-words.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import styles from './imaging.module.css';

interface Props {
  study: StudyRow;
  patientId: string;
  viewerHref: string;
  isOpen: boolean;
  onLook: () => void;
}

export function StudyCard({ study, patientId, viewerHref, isOpen, onLook }: Props) {
  const t = useTranslations('imaging');
  const f = useFormats();
  const dicom = useDicomWords();
  const sites = study.bodySites.map(dicom.bodyPart).join(', ');
  const title = study.description ?? (sites || t('study.unnamed'));
  const details = [
    sites,
    study.series.length > 0 && t('seriesCount', { n: study.series.length }),
    study.instances !== null && t('images', { n: study.instances }),
    study.accession && t('study.accession', { n: study.accession }),
  ].filter((x) => typeof x === 'string' && x !== '' && x !== title);
  const name = `${title}, ${f.date(study.date) ?? t('study.noDate')}`;
  const { report } = study;
  return (
    <li className={styles.card} data-open={isOpen} data-study={study.uid}>
      <Thumbnail uid={study.state === 'available' ? study.uid : null} modality={study.modalities[0] ?? '?'} />
      <div className={styles.facts}>
        <p className={styles.title}>
          {study.modalities.map((m) => (
            <span key={m} className={styles.modality}>
              {dicom.modality(m)}
            </span>
          ))}
          <strong>{title}</strong>
        </p>
        <p className={styles.muted}>
          <time dateTime={study.date ?? undefined}>{f.dateTime(study.date) ?? t('study.noDate')}</time>
        </p>
        <p className={styles.muted}>{details.join(' · ')}</p>
        <WholeLink patientId={patientId} type="ImagingStudy" id={study.id} />
        {study.reason && <p>{t('study.reason', { text: study.reason })}</p>}
        {study.state !== 'available' && <p className={styles.muted}>{t(`state.${study.state}`)}</p>}
        {report ? (
          <div className={styles.report}>
            <p>
              <span className={styles.status} data-status={report.status}>
                {t(`report.${report.status}`)}
              </span>{' '}
              <Link prefetch={false} href={`/patients/${patientId}/documents`}>
                {t('report.open')}
              </Link>
            </p>
            {report.conclusion && <p>{report.conclusion}</p>}
          </div>
        ) : (
          <p className={styles.muted}>{t('report.none')}</p>
        )}
        {study.uid && study.state === 'available' && (
          <div className={`${styles.buttons} no-print`}>
            <Button
              size="small"
              variant={isOpen ? 'text' : 'outlined'}
              aria-pressed={isOpen}
              aria-label={t('lookAt', { name })}
              onClick={onLook}
            >
              {t('look')}
            </Button>
            <Button
              size="small"
              component={Link}
              prefetch={false}
              href={viewerHref}
              aria-label={t('openViewerOf', { name })}
            >
              {t('openViewer')}
            </Button>
          </div>
        )}
      </div>
    </li>
  );
}

/** Drawn by the image server; the modality in words where there is no picture. */
function Thumbnail({ uid, modality }: { uid: string | null; modality: string }) {
  const [isMissing, setMissing] = useState(false);
  if (uid === null || isMissing)
    return (
      <div className={styles.noThumbnail} aria-hidden>
        {modality}
      </div>
    );
  // A thumbnail that failed before this page was hydrated has fired its event already.
  return (
    <img
      ref={(image) => {
        if (image?.complete && image.naturalWidth === 0 && image.currentSrc) setMissing(true);
      }}
      className={styles.thumbnail}
      src={`/dicom-web/studies/${uid}/thumbnail`}
      alt=""
      width={104}
      height={104}
      loading="lazy"
      decoding="async"
      onError={() => setMissing(true)}
    />
  );
}
