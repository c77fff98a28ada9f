'use client';
import type { Changes } from '@keneyapp/bff/features/summary/view';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useFormats } from '../../i18n/use-formats.ts';
import { patientHref } from '../../shell/chart-address.ts';
import type { SectionName } from '../../shell/manifest.ts';
import { useTRPC } from '../../trpc/client.tsx';
import styles from './summary.module.css';

type Kind = Changes['items'][number]['kind'];
const pages: Record<Kind, [SectionName, string?]> = {
  observation: ['results'],
  report: ['results', '?view=reports'],
  document: ['documents'],
  imaging: ['imaging'],
  allergy: ['allergies'],
  medication: ['medications'],
  problem: ['problems'],
  procedure: ['procedures'],
  encounter: ['encounters'],
  immunization: ['immunizations'],
  vitals: ['vitals'],
};

/** What others added or changed since this person's visit before, and of it what came while they have the chart open. */
export function SinceLast({ patientId }: { patientId: string }) {
  const t = useTranslations('summary.changes');
  const c = useTranslations('common');
  const f = useFormats();
  const { data } = useQuery(useTRPC().summary.changes.queryOptions({ patientId }));
  if (!data?.since) return null;
  return (
    <p className={`${styles.since} no-print`} title={t('help')}>
      <span className="muted">{t('since', { time: f.dateTime(data.since) ?? '' })}</span>
      {data.items.map(({ kind, count, lately, isMore }) => {
        const [section, at = ''] = pages[kind];
        const words = t(kind, { n: count });
        return (
          <Link key={kind} href={`${patientHref(patientId, section)}${at}`} prefetch={false}>
            {isMore ? t('more', { n: words }) : words}
            {lately > 0 && (
              <strong>
                {' '}
                {t(lately === count ? 'allLately' : 'lately', {
                  n: lately,
                  time: f.time(data.visitAt) ?? '',
                })}
              </strong>
            )}
          </Link>
        );
      })}
      {data.items.length === 0 && !data.isPartial && <span>{t('nothing')}</span>}
      {data.isPartial && <span>{c('error.partial')}</span>}
    </p>
  );
}
