'use client';
import type { OpenIdentitiesView } from '@keneyapp/bff/features/identities/view';
import { SectionCard } from '@keneyapp/ui/section-card';
import { useTranslations } from 'next-intl';
import { useFormats } from '../../i18n/use-formats.ts';
import styles from './identities.module.css';

/** How the identities of the whole base stand, in numbers. */
export function Indicators({ counts }: { counts: OpenIdentitiesView['counts'] }) {
  const t = useTranslations('identities.indicators');
  const f = useFormats();
  const { total, byStatus } = counts;
  const share = (n: number) => (total === 0 ? null : `${f.number(Math.round((100 * n) / total))} %`);
  const cells = [
    { key: 'qualified', n: byStatus.QUAL, share: share(byStatus.QUAL) },
    { key: 'validated', n: byStatus.VALI, share: share(byStatus.VALI) },
    { key: 'recovered', n: byStatus.RECUP, share: share(byStatus.RECUP) },
    { key: 'provisional', n: byStatus.PROV, share: share(byStatus.PROV) },
    { key: 'late', n: counts.late, share: share(counts.late) },
    { key: 'suspects', n: counts.suspects, share: null },
    { key: 'doubtful', n: counts.doubtful, share: null },
    { key: 'fictive', n: counts.fictive, share: null },
    { key: 'incomplete', n: counts.incomplete, share: share(counts.incomplete) },
  ] as const;
  return (
    <SectionCard title={t('title', { n: total })}>
      <dl className={styles.indicators}>
        {cells.map((cell) => (
          <div key={cell.key}>
            <dt>{t(cell.key)}</dt>
            <dd>
              <b>{f.number(cell.n)}</b>
              {cell.share && <span className="muted"> {cell.share}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </SectionCard>
  );
}
