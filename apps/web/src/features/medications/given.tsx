'use client';
import type { MedicationGiven, MedicationLine } from '@keneyapp/bff/features/medications/view';
import { ScrollBox } from '@keneyapp/ui/scroll-box';
import { LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { CallFailed } from '../../components/call-failed.tsx';
import { rateWords } from '../../components/dose-words.ts';
import { routeWords } from '../../components/route-words.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';
import styles from './detail.module.css';

/** What was given and handed out of an order, latest first. That there is none is said by the answer alone. */
export function Given({ patientId, line }: { patientId: string; line: MedicationLine }) {
  const t = useTranslations('medications');
  const c = useTranslations('common');
  const f = useFormats();
  const isOrder = line.source === 'request';
  const { data, error, refetch } = useQuery({
    ...useTRPC().medications.given.queryOptions({ patientId, requestId: line.id }),
    enabled: isOrder,
  });
  const amount = (g: MedicationGiven) =>
    [
      g.amount && f.amount(g.amount),
      g.rate && rateWords(g.rate, t, f, true),
      g.supply && t('given.supply', { time: f.amount(g.supply) }),
      g.route && routeWords(g.route, t, f),
      g.text,
    ]
      .filter(Boolean)
      .join(' – ');
  const state = (g: MedicationGiven) =>
    [t(`given.status.${g.status}`), ...g.statusReasons.map((r) => f.coded(r)), g.note]
      .filter(Boolean)
      .join(' · ');
  return (
    <div className={styles.given}>
      <h3>{t('given.title')}</h3>
      {!isOrder ? (
        <p className="muted">{t('given.statement')}</p>
      ) : !data ? (
        error ? (
          <CallFailed error={error} retry={() => void refetch()} />
        ) : (
          <LoadingRows rows={2} widths={[20, 20, 30]} label={c('state.loading')} />
        )
      ) : data.items.length === 0 ? (
        <p className="muted">{t('given.none')}</p>
      ) : (
        <ScrollBox label={t('given.title')} height="card">
          <table className={styles.table}>
            <thead>
              <tr>
                {(['when', 'what', 'amount', 'by'] as const).map((name) => (
                  <th key={name} scope="col">
                    {t(`given.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.items.map((g) => (
                <tr key={`${g.kind} ${g.id}`} data-done={g.status === 'completed'}>
                  <td>
                    {[f.dateTime(g.at) ?? c('time.unknown'), g.end && f.dateTime(g.end)]
                      .filter(Boolean)
                      .join(' – ')}
                  </td>
                  <td>{f.labelled(t(`given.${g.kind}`), state(g))}</td>
                  <td>{amount(g)}</td>
                  <td>{g.by.join(', ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
      {data?.truncated && <p className="muted">{t('given.truncated')}</p>}
    </div>
  );
}
