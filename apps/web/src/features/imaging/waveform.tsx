'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useFormats } from '../../i18n/use-formats.ts';
import { text, type DicomJson } from './dicom-json.ts';
import { fetchBytes } from './frame-bytes.ts';
import { objectUrl } from './object-kind.ts';
import styles from './series-objects.module.css';
import {
  groupsOf,
  linePath,
  perMillivolt,
  readGroup,
  type Lead,
  type WaveformGroup,
} from './waveform-data.ts';

/** 25 mm a second and 10 mm a millivolt, as an ECG is read; a millimetre is so many pixels. */
const millimetre = 4;
const perSecond = 25 * millimetre;
const perMv = 10 * millimetre;

/** A recorded signal (PS3.3 A.34): each lead a line over the paper an ECG is printed on. */
export function Waveform({ object }: { object: DicomJson }) {
  const t = useTranslations('imaging.objects');
  const groups = groupsOf(object);
  const { data, error } = useQuery({
    queryKey: ['images', 'waveform', text(object, '00080018')],
    staleTime: 60_000,
    retry: 1,
    queryFn: async ({ signal }) =>
      Promise.all(
        groups.map(async (group, i) => {
          const { InlineBinary: inline, BulkDataURI: uri } = group['54001010'] ?? {};
          const bytes = inline
            ? Uint8Array.from(atob(inline), (c) => c.charCodeAt(0))
            : (await fetchBytes(uri ?? `${objectUrl(object)}/bulkdata/54000100/${i}/54001010`, { signal }))
                .bytes;
          return readGroup(group, bytes);
        }),
      ),
  });
  if (error) return <p role="alert">{t('waveformFailed')}</p>;
  if (!data) return <p role="status">{t('waveformLoading')}</p>;
  const shown = data[0]; // the rhythm; what follows are medians of it
  if (!shown) return <p className="muted">{t('waveformUnreadable')}</p>;
  return (
    <>
      <p className="muted">{t('waveformScale')}</p>
      <div
        className={styles.leads}
        role="region"
        aria-label={t('leads')}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled with the keys
        tabIndex={0}
      >
        {shown.leads.map((lead) => (
          <LeadLine key={lead.name} lead={lead} group={shown} />
        ))}
      </div>
      {data.length > 1 && <p className="muted">{t('waveformMore', { n: data.length - 1 })}</p>}
      <p className="muted">{t('waveformNotForReading')}</p>
    </>
  );
}

function LeadLine({ lead, group }: { lead: Lead; group: WaveformGroup }) {
  const t = useTranslations('imaging.objects');
  const f = useFormats();
  const seconds = lead.values.length / group.rate;
  const width = Math.round(seconds * perSecond);
  const known = lead.values.filter((v) => v !== null);
  const [least, most] = [
    known.reduce((a, b) => Math.min(a, b), Infinity),
    known.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
  const scale = perMillivolt[lead.unit];
  // another signal than of the heart fills the same height
  const gain = scale ? perMv / scale : (3 * perMv) / Math.max(1e-9, most - least);
  const height = Math.max(60, Math.ceil((most - least) * gain) + 20);
  const label = t('lead', { name: lead.name, seconds: f.number(Math.round(seconds * 10) / 10) });
  return (
    <figure className={styles.lead}>
      <figcaption>{lead.name}</figcaption>
      {known.length === 0 ? (
        <p className="muted">{t('leadEmpty')}</p>
      ) : (
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
          <path d={linePath(lead.values, width, (v) => 10 + (most - v) * gain)} />
        </svg>
      )}
    </figure>
  );
}
