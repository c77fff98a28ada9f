'use client';
import type { OrderTaskRow } from '@keneyapp/bff/features/tasks/view';
import { LoadingRows } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { issuesOf } from '../../components/form/server-issues.ts';
import { limitProblem } from './use-order-words.ts';
import { SaveFailed } from '../../components/save-failed.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { AlertsPanel } from './alerts-panel.tsx';
import type { AnswerText } from './basket.ts';
import { waiting } from './checks.ts';
import type { AnswerFor } from './use-answer-for.ts';
import styles from './rereading.module.css';

interface Props {
  row: OrderTaskRow;
  saving: AnswerFor;
  onSend: (answers: readonly AnswerText[]) => void;
  onClose: () => void;
}

/** What a student proposed, with what the checks say of it now: signed by whoever validates it. */
export function ValidateDialog({ row, saving, onSend, onClose }: Props) {
  const t = useTranslations('orders.rereading');
  const o = useTranslations('orders');
  const c = useTranslations('common');
  const f = useFormats();
  const id = useId();
  const queries = useQueryClient();
  const [answers, setAnswers] = useState<readonly AnswerText[]>([]);
  const options = useTRPC().orders.checkProposed.queryOptions(
    {
      patientId: row.patient.id,
      ...{ id: row.id, version: row.version },
      language: f.locale.startsWith('en') ? 'en' : 'fr',
    },
    { retry: false, staleTime: 0 },
  );
  const checks = useQuery(options);
  const issues = saving.failed && issuesOf(saving.failed.error);
  const refused = new Map(
    issues?.flatMap(({ path, message }) =>
      path[0] === 'answers' ? [[String(path[1]), message] as const] : [],
    ),
  );
  const still = checks.data && waiting(checks.data.alerts, answers);
  const keeps = still !== undefined && still.blocked + still.unanswered > 0;
  const place = issues?.find(({ path }) => path[0] === 'verdict')?.message;
  return (
    <Dialog open onClose={onClose} maxWidth="md" fullWidth aria-labelledby={`${id}-title`}>
      <DialogTitle id={`${id}-title`}>{t('dialog.validate.title')}</DialogTitle>
      <DialogContent>
        <div className={styles.form}>
          <p>
            {f.fullName(row.patient)} – {t('proposedBy', { name: row.by ?? t('nobody') })}
          </p>
          <ol>
            {row.orders.map(({ reference, words }) => (
              <li key={reference}>{words}</li>
            ))}
          </ol>
          <p className="muted">{t('dialog.validate.text')}</p>
          {checks.data ? (
            <AlertsPanel
              id={`${id}-alerts`}
              checks={checks.data}
              answers={[...answers]}
              onAnswer={(answer) =>
                setAnswers([...answers.filter(({ alert }) => alert !== answer.alert), answer])
              }
              refused={refused}
            />
          ) : checks.error ? (
            <CallFailed error={checks.error} retry={() => void checks.refetch()} />
          ) : (
            <LoadingRows label={o('alerts.checking')} rows={2} widths={[60]} />
          )}
          {keeps && (
            <p role="status">
              {[
                still.blocked > 0 && o('alerts.blocked', { n: still.blocked }),
                still.unanswered > 0 && o('alerts.unanswered', { n: still.unanswered }),
              ]
                .filter(Boolean)
                .join(' · ')}
            </p>
          )}
          {place !== undefined && (
            <p role="alert">
              {limitProblem(o, place) ?? t(`problem.${place === 'deceased' ? 'deceased' : 'notInHouse'}`)}
            </p>
          )}
          {saving.failed && !issues && <SaveFailed error={saving.failed.error} />}
        </div>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{c('actions.cancel')}</Button>
        <Button
          variant="contained"
          // nothing is signed before the checks have answered
          aria-disabled={saving.isPending || !checks.data || keeps}
          onClick={() => {
            if (saving.isPending || !checks.data || keeps) return;
            onSend(answers);
            void queries.invalidateQueries({ queryKey: options.queryKey });
          }}
        >
          {t('dialog.validate.send')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
