'use client';
import type { RulesView } from '@keneyapp/bff/features/safety/view';
import { ScrollBox } from '@keneyapp/ui/scroll-box';
import { SectionCard } from '@keneyapp/ui/section-card';
import { LoadingRows } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { CallFailed } from '../../components/call-failed.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { useSafetyWords } from './use-safety-words.ts';
import styles from './safety.module.css';

const everyMs = 1_500;

/** What the rules would have said of the orders of 90 days: begun, followed and stopped here. */
export function RehearsalCard({ view }: { view: RulesView | undefined }) {
  const { t, f, titleOf, counts } = useSafetyWords(view);
  const c = useTranslations('common');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { data, error, isPending, refetch } = useQuery(
    trpc.safety.rehearsal.queryOptions(undefined, {
      refetchInterval: ({ state }) => (state.data?.state === 'running' ? everyMs : false),
      trpc: { context: { background: true } },
    }),
  );
  const again = async () => {
    await refetch();
    // whether a rule may act again follows from it
    await queries.invalidateQueries(trpc.safety.rules.pathFilter());
  };
  const start = useMutation(trpc.safety.rehearse.mutationOptions({ onSettled: again }));
  const cancel = useMutation(trpc.safety.cancelRehearsal.mutationOptions({ onSettled: again }));
  const isRunning = data?.state === 'running';
  const failed = start.error ?? cancel.error;
  return (
    <SectionCard title={t('rehearsal.title')} className={styles.below ?? ''}>
      <div className={styles.padded}>
        <p className="muted">{t('rehearsal.about')}</p>
        <div className={styles.row}>
          <Button
            variant="outlined"
            size="small"
            disabled={isRunning}
            loading={start.isPending}
            onClick={() => start.mutate()}
          >
            {t('rehearsal.start')}
          </Button>
          {isRunning && (
            <>
              <progress
                className={styles.progress}
                aria-label={t('rehearsal.progress')}
                max={Math.max(1, data.patients.all)}
                value={data.patients.done}
              />
              <span>{t('rehearsal.charts', { done: data.patients.done, all: data.patients.all })}</span>
              <Button size="small" loading={cancel.isPending} onClick={() => cancel.mutate({ id: data.id })}>
                {t('rehearsal.cancel')}
              </Button>
            </>
          )}
        </div>
        {failed && (
          <p role="alert">
            {t(failed.data?.code === 'CONFLICT' ? 'rehearsal.underWay' : 'rehearsal.failed')}
          </p>
        )}
        {isPending ? (
          <LoadingRows rows={2} widths={[50]} label={c('state.loading')} />
        ) : !data && error ? (
          <CallFailed error={error} retry={() => void refetch()} />
        ) : data ? (
          <>
            <p role="status">
              {t(`rehearsal.state.${data.state}`)} – {f.dateTime(data.startedAt)}, {data.startedBy}.{' '}
              {t('rehearsal.seen', { signatures: data.seen.signatures, orders: data.seen.orders })}
              {data.isPartial && ` ${t('rehearsal.partial')}`}
            </p>
            {Object.keys(data.notJudged).length > 0 && (
              <p>
                {t('rehearsal.notJudged')} {counts(data.notJudged)}
              </p>
            )}
          </>
        ) : (
          <p>{t('rehearsal.none')}</p>
        )}
      </div>
      {data && data.rules.length > 0 && (
        <ScrollBox label={t('rehearsal.title')}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('column.rule')}</th>
                <th scope="col">{t('column.level')}</th>
                <th scope="col" data-number="true">
                  {t('column.signatures')}
                </th>
                <th scope="col" data-number="true">
                  {t('column.orders')}
                </th>
                <th scope="col">{t('column.units')}</th>
                <th scope="col">{t('column.professions')}</th>
              </tr>
            </thead>
            <tbody>
              {data.rules.map((one) => (
                <tr key={one.rule}>
                  <th scope="row">{titleOf(one.rule)}</th>
                  <td>{t(`level.${one.level}`)}</td>
                  <td data-number="true">{one.signatures}</td>
                  <td data-number="true">{one.orders}</td>
                  <td>{counts(one.byUnit) || t('unknown')}</td>
                  <td>{counts(one.byProfession)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </SectionCard>
  );
}
