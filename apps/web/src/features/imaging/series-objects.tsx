'use client';
import type { SeriesRow } from '@keneyapp/bff/features/imaging/view';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { useCallback, useState, type ComponentType } from 'react';
import { useFormats } from '../../i18n/use-formats.ts';
import { downloadAfresh } from '../../session/afresh.ts';
import { text, type DicomJson } from './dicom-json.ts';
import { fetchBytes } from './frame-bytes.ts';
import { downloadUrl, objectKind, objectUrl } from './object-kind.ts';
import { ReportText } from './report-text.tsx';
import styles from './series-objects.module.css';
import { isoOf } from './structured-report.ts';
import { VideoPlayer } from './video-player.tsx';
import { Waveform } from './waveform.tsx';

/** Shows a PDF; the page that composes the features gives it. */
export type PdfView = ComponentType<{
  url: string;
  title: string;
  load: (url: string, signal: AbortSignal) => Promise<ArrayBuffer>;
}>;

/** At once, so that a series of hundreds does not stop the page; more when asked for. */
const atOnce = 20;

interface Props {
  objects: readonly DicomJson[];
  kind: SeriesRow['kind'];
  pdfView: PdfView;
}

/** What a series holds that is no image: shown as its kind allows, else named; each can be taken as a file. */
export function SeriesObjects({ objects, kind, pdfView }: Props) {
  const t = useTranslations('imaging');
  const [limit, setLimit] = useState(atOnce);
  return (
    <section className={styles.objects} aria-label={t('objects.title')}>
      {objects.slice(0, limit).map((object) => (
        <OneObject key={text(object, '00080018')} object={object} seriesKind={kind} pdfView={pdfView} />
      ))}
      {objects.length > limit && (
        <Button onClick={() => setLimit(limit + atOnce)}>
          {t('objects.more', { n: objects.length - limit })}
        </Button>
      )}
    </section>
  );
}

function OneObject({
  object,
  seriesKind,
  pdfView: PdfView,
}: {
  object: DicomJson;
  seriesKind: SeriesRow['kind'];
  pdfView: PdfView;
}) {
  const t = useTranslations('imaging');
  const f = useFormats();
  const kind = objectKind(object);
  const name = t(
    kind === 'other'
      ? `kind.${seriesKind === 'image' ? 'other' : seriesKind}`
      : kind === 'pdf'
        ? 'kind.document'
        : `kind.${kind}`,
  );
  const title = text(object, '00420010') || text(object, '00081030') || text(object, '00700080');
  const date = text(object, '00080023') || text(object, '00080020');
  // structure set, plan, first segment: what its maker called it
  const label = text(object, '30060002') || text(object, '300A0002') || text(object, '00700080');
  const load = useCallback(async (url: string, signal: AbortSignal) => {
    const { bytes } = await fetchBytes(url, { signal, cache: 'no-store' });
    // an object is filled up to an even length (PS3.5 6.2); a PDF does not mind
    return bytes.slice().buffer;
  }, []);
  const bulk = object['00420011']?.BulkDataURI ?? `${objectUrl(object)}/bulkdata/00420011`;
  return (
    <article className={styles.object}>
      <header>
        <div>
          <h3>{name}</h3>
          <p className="muted">
            {[
              title,
              f.dateTime(isoOf(date, text(object, '00080033'))),
              t('objects.class', { name: text(object, '00080016') }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </div>
        <Button
          size="small"
          variant="outlined"
          href={downloadUrl(object)}
          onClick={(event: React.MouseEvent) => {
            event.preventDefault();
            void downloadAfresh(downloadUrl(object));
          }}
        >
          {t('objects.download')}
        </Button>
      </header>
      {kind === 'report' || kind === 'selection' ? (
        <ReportText object={object} isSelection={kind === 'selection'} />
      ) : kind === 'pdf' ? (
        <PdfView url={bulk} title={title || name} load={load} />
      ) : kind === 'video' ? (
        <VideoPlayer object={object} title={title || name} />
      ) : kind === 'waveform' ? (
        <Waveform object={object} />
      ) : (
        <p className="muted">
          {label && `${t('objects.label', { label })}. `}
          {t('objects.notShown')}
        </p>
      )}
    </article>
  );
}
