'use client';
import type { PatientViewCards } from '@keneyapp/bff/features/summary/view';
import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';
import styles from './summary.module.css';

/** What decision support says of the chart that was opened: asked for once the page stands and the browser rests, below all else. */
export function AlertsNote({ patientId }: { patientId: string }) {
  const t = useTranslations('summary.alerts');
  const language = useLocale() === 'en' ? 'en' : 'fr';
  const [isIdle, setIdle] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIdle(true), 500);
    return () => clearTimeout(timer);
  }, []);
  const { data, error } = useQuery(
    useTRPC().summary.alerts.queryOptions(
      { patientId, language },
      { enabled: isIdle, retry: false, staleTime: 60_000, trpc: { context: { background: true } } },
    ),
  );
  if (error && !data) return <p className={`${styles.since} no-print`}>{t('failed')}</p>;
  if (!data || (data.alerts.length === 0 && data.notRun.length === 0)) return null;
  return (
    <section aria-label={t('title')} className={`${styles.alerts} no-print`}>
      <h2>{t('title')}</h2>
      <ul>
        {data.alerts.map((alert) => (
          <Card key={alert.key} alert={alert} />
        ))}
        {data.notRun.map(({ title, detail }, i) => (
          <li key={`not-run-${i}`} className="muted">
            {t('notRun', { title })} {detail}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Card({ alert: { summary, detail, source, links } }: { alert: PatientViewCards['alerts'][number] }) {
  const t = useTranslations('summary.alerts');
  const f = useFormats();
  const from = source.date ? `${source.label} (${f.date(source.date) ?? source.date})` : source.label;
  return (
    <li>
      <details>
        <summary>{summary}</summary>
        {detail && <p>{detail}</p>}
        <p className="muted">
          {t('source')}{' '}
          {source.url ? (
            <a href={source.url} target="_blank" rel="noreferrer">
              {from}
            </a>
          ) : (
            from
          )}
        </p>
        {links.map(({ url, label }) => (
          <p key={url}>
            <a href={url} target="_blank" rel="noreferrer">
              {label}
            </a>
          </p>
        ))}
      </details>
    </li>
  );
}
