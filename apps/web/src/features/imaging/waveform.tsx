'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Trace } from '../../components/trace/trace.tsx';
import { text, type DicomJson } from './dicom-json.ts';
import { fetchBytes } from './frame-bytes.ts';
import { objectUrl } from './object-kind.ts';
import { groupsOf, readGroup } from './waveform-data.ts';

/** A recorded signal (PS3.3 A.34): each lead a line over the paper an ECG is printed on. */
export function Waveform({ object }: { object: DicomJson }) {
  const t = useTranslations('imaging.objects');
  const c = useTranslations('common.trace');
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
      <Trace leads={shown.leads} rate={shown.rate} />
      {data.length > 1 && <p className="muted">{t('waveformMore', { n: data.length - 1 })}</p>}
      <p className="muted">{c('notForReading')}</p>
    </>
  );
}
