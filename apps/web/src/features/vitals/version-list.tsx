'use client';
import type { VersionsView } from '@keneyapp/bff/features/vitals/view';
import { useVitalsWords } from './use-vitals-words.ts';
import styles from './form.module.css';

/** Every version with who, when and why, newest first. */
export function VersionList({ title, versions }: { title: string; versions: VersionsView['versions'] }) {
  const { t, value, formats } = useVitalsWords();
  return (
    <section>
      <h3>{title}</h3>
      <ol className={styles.list}>
        {versions.map((v, i) => (
          <li key={v.version}>
            <strong>{v.state === 'entered-in-error' ? <s>{value(v)}</s> : value(v)}</strong> ·{' '}
            {t('detail.version', { n: versions.length - i })}
            {i === 0 && ` (${t('detail.current')})`}
            <div className={styles.status}>
              {[
                v.state === 'entered-in-error' && t('table.error'),
                t('detail.at', { time: formats.dateTime(v.changedAt) ?? '' }),
                v.changedBy && t('detail.by', { name: v.changedBy }),
              ]
                .filter(Boolean)
                .join(' · ')}
            </div>
            {v.change?.text && <div className={styles.status}>{v.change.text}</div>}
          </li>
        ))}
      </ol>
    </section>
  );
}
