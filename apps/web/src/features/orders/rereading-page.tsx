'use client';
import type { OrderTaskRow } from '@keneyapp/bff/features/tasks/view';
import { SectionCard } from '@keneyapp/ui/section-card';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { ListedPatient } from '../../components/listed-patient.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { SaveFailed } from '../../components/save-failed.tsx';
import { patientHref } from '../../shell/chart-address.ts';
import { goOnAt, placesAround, type Lines } from '../../shell/go-on.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { whileInSight } from '../../trpc/while-in-sight.ts';
import { RereadingTask, type Asked } from './rereading-task.tsx';
import { useAnswerFor, type Said } from './use-answer-for.ts';
import { ValidateDialog } from './validate-dialog.tsx';
import { WordsDialog } from './words-dialog.tsx';
import styles from './rereading.module.css';

/** What was signed together, by its first button. */
const taskLines: Lines = { lines: 'main article[data-row]', control: 'button' };

const isToReread = ({ kind, mayAnswer }: OrderTaskRow) => kind === 'reread' && mayAnswer;

/** Orders that wait for a doctor's word, patient by patient: reread, validated, signed. */
export function RereadingPage() {
  const t = useTranslations('orders.rereading');
  const c = useTranslations('common');
  const query = useQuery(useTRPC().tasks.listOrders.queryOptions(undefined, whileInSight(60_000)));
  const saving = useAnswerFor();
  const [asked, setAsked] = useState<Asked | null>(null);
  const { data } = query;
  const rows = data?.rows ?? [];
  const toReread = rows.filter(isToReread);
  const ask = (next: Asked) => {
    saving.dismiss();
    setAsked(next);
  };
  const close = () => {
    saving.dismiss();
    setAsked(null);
  };
  /** What is answered for goes from the list, with what held the focus. */
  const say = async (said: Said): Promise<boolean> => {
    const places = placesAround(taskLines, (said.is === 'agree' ? said.rows[0] : said.row)?.id ?? '');
    const isOver = await saving.send(said);
    goOnAt(taskLines, places);
    return isOver;
  };
  const agree = (agreed: readonly OrderTaskRow[]) => {
    if (!saving.isPending) void say({ is: 'agree', rows: agreed });
  };
  const sendWords = (words: string) => {
    if (!asked || asked.is === 'validate') return;
    const said =
      asked.is === 'remark'
        ? ({ is: 'remark', row: asked.row, order: asked.order, words } as const)
        : ({ is: asked.is, row: asked.row, words } as const);
    void say(said).then((isOver) => {
      if (isOver) setAsked(null);
    });
  };
  return (
    <div className={styles.page}>
      <PageHeader title={t('title')}>
        {toReread.length > 0 && (
          <Button variant="contained" aria-disabled={saving.isPending} onClick={() => agree(toReread)}>
            {t('agreeAll', { n: toReread.reduce((n, { orders }) => n + orders.length, 0) })}
          </Button>
        )}
      </PageHeader>
      {saving.failed && !asked && (
        <SaveFailed error={saving.failed.error} retry={saving.failed.again} isTyped={false} />
      )}
      {data && query.error !== null && <p role="alert">{t('stale')}</p>}
      {data && data.closed > 0 && <p role="note">{t('closed', { n: data.closed })}</p>}
      {data?.isTruncated && <p role="status">{t('truncated')}</p>}
      {data === undefined ? (
        query.error ? (
          <CallFailed error={query.error} retry={() => void query.refetch()} />
        ) : (
          <LoadingRows rows={6} widths={[30, 60]} label={c('state.loading')} />
        )
      ) : rows.length === 0 ? (
        <EmptyState title={t('empty')} />
      ) : (
        [...Map.groupBy(rows, ({ patient }) => patient.id)].map(([id, ofPatient]) => {
          const [first] = ofPatient;
          const own = ofPatient.filter(isToReread);
          return first ? (
            <SectionCard
              key={id}
              title={<ListedPatient {...first} {...first.patient} href={patientHref(id, 'orders')} />}
              tools={
                own.length > 0 && (
                  <Button
                    size="small"
                    variant="outlined"
                    aria-disabled={saving.isPending}
                    onClick={() => agree(own)}
                  >
                    {t('agreePatient', { n: own.reduce((n, { orders }) => n + orders.length, 0) })}
                  </Button>
                )
              }
            >
              {ofPatient.map((row) => (
                <RereadingTask
                  key={row.id}
                  row={row}
                  isPending={saving.isPending}
                  onAsk={ask}
                  onSign={() => void say({ is: 'sign', row })}
                />
              ))}
            </SectionCard>
          ) : null;
        })
      )}
      {asked?.is === 'validate' && (
        <ValidateDialog
          row={asked.row}
          saving={saving}
          onClose={close}
          onSend={(answers) =>
            void say({ is: 'validate', row: asked.row, answers }).then((isOver) => {
              if (isOver) setAsked(null);
            })
          }
        />
      )}
      {asked && asked.is !== 'validate' && (
        <WordsDialog is={asked.is} about={asked.about} saving={saving} onClose={close} onSend={sendWords} />
      )}
    </div>
  );
}
