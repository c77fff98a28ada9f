'use client';
import type { NewResults } from '@keneyapp/bff/features/wards/view';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useFormats } from '../../i18n/use-formats.ts';
import { ClinicalFlag } from '../../components/clinical-flag.tsx';
import list from '../../components/list.module.css';
import { patientHref } from '../../shell/chart-address.ts';

interface Props {
  patientId: string;
  name: string;
  results: NewResults | null;
}

/** How many came in within a day, the worst of them, and the way to all. */
export function ResultsCell({ patientId, name, results }: Props) {
  const t = useTranslations('wards');
  const f = useFormats();
  const words = results
    ? [
        ...(results.count > 0 ? [t('results.count', { n: results.count })] : []),
        ...(results.reports > 0 ? [t('results.reports', { n: results.reports })] : []),
        ...(results.count + results.reports === 0 ? [t('results.none')] : []),
        ...(results.critical > 0 ? [t('results.critical', { n: results.critical })] : []),
        ...(results.critical === 0 && results.abnormal > 0
          ? [t('results.abnormal', { n: results.abnormal })]
          : []),
      ].join(', ')
    : t('score.unknown');
  return (
    <Link href={patientHref(patientId, 'results')} prefetch={false} className={list.whole}>
      <span className="visually-hidden">
        {t('results.open', { name })}
        {f.colon}
      </span>
      {results && results.critical > 0 ? <b className={list.critical}>{words}</b> : words}{' '}
      {results && <ClinicalFlag {...results.worst} />}
    </Link>
  );
}
