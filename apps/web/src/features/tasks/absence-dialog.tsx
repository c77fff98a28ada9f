'use client';
import { isIsoDay } from '@keneyapp/clinical';
import type { OwnAbsence } from '@keneyapp/bff/features/tasks/view';
import { LoadingRows } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { DayInput } from '../../components/form/day-input.tsx';
import { FormDialog } from '../../components/form/form-dialog.tsx';
import { today } from '../../components/form/paris-time.ts';
import { issuesOf, type Issue } from '../../components/form/server-issues.ts';
import { SaveFailed } from '../../components/save-failed.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { announce } from '../../shell/announcer.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { PeopleInput } from './people-input.tsx';
import { nobody, type PersonValue } from './people-value.ts';
import styles from './tasks.module.css';

/** From when to when one is away, and who stands in. */
export function AbsenceDialog({ onClose }: { onClose: () => void }) {
  const c = useTranslations('common.state');
  const { data, error, refetch } = useQuery(useTRPC().tasks.absence.queryOptions());
  if (data !== undefined) return <Fields own={data} onClose={onClose} />;
  return error ? (
    <CallFailed error={error} retry={() => void refetch()} />
  ) : (
    <LoadingRows rows={2} label={c('loading')} />
  );
}

type Problem = {
  at: 'from' | 'to' | 'standIn';
  reason: 'date' | 'order' | 'long' | 'far' | 'nobody' | 'oneself';
};
/** Where an issue of the BFF is shown, and why. */
function ofServer({ path, message }: Issue): Problem {
  const reason = reasons.find((one) => one === message);
  if (path.includes('fromDay')) return { at: 'from', reason: reason ?? 'date' };
  if (path.includes('toDay')) return { at: 'to', reason: reason ?? 'date' };
  return { at: 'standIn', reason: reason ?? 'nobody' };
}
const reasons = ['order', 'long', 'far', 'oneself'] as const;
interface Typed {
  from: string;
  to: string;
  standIn: PersonValue;
}
function problemOf({ from, to, standIn }: Typed): Problem | null {
  if (!isIsoDay(from)) return { at: 'from', reason: 'date' };
  if (!isIsoDay(to)) return { at: 'to', reason: 'date' };
  if (to < from) return { at: 'to', reason: 'order' };
  return standIn.key === '' ? { at: 'standIn', reason: 'nobody' } : null;
}

function Fields({ own, onClose }: { own: OwnAbsence; onClose: () => void }) {
  const t = useTranslations('tasks.away');
  const f = useFormats();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const id = useId();
  const [typed, setTyped] = useState<Typed>(() => ({
    from: own?.fromDay ?? today(),
    to: own?.toDay ?? '',
    standIn: own ? { text: own.standInName, key: own.standIn, role: '' } : nobody,
  }));
  const [problem, setProblem] = useState<Problem | null>(null);
  const save = useMutation(
    trpc.tasks.setAbsence.mutationOptions({
      onSuccess: () => {
        void queries.invalidateQueries({ queryKey: trpc.tasks.pathKey() });
        announce(t('saved'));
        onClose();
      },
      onError: (error) => {
        const issue = issuesOf(error)?.[0];
        if (issue) setProblem(ofServer(issue));
      },
    }),
  );
  const of = (at: Problem['at']) => (problem?.at === at ? t(`problem.${problem.reason}`) : null);
  const change = (next: Partial<Typed>) => {
    setProblem(null);
    setTyped({ ...typed, ...next });
  };
  const submit = () => {
    const found = problemOf(typed);
    setProblem(found);
    const { from: fromDay, to: toDay, standIn } = typed;
    if (!found) save.mutate({ absence: { fromDay, toDay, standIn: standIn.key } });
  };
  return (
    <FormDialog
      title={t('title')}
      onSubmit={submit}
      onClose={onClose}
      save={t('save')}
      isSaving={save.isPending}
      above={
        <>
          <p>
            {own
              ? t('now', {
                  from: f.date(own.fromDay) ?? '',
                  to: f.date(own.toDay) ?? '',
                  name: own.standInName,
                })
              : t('none')}
          </p>
          <p className="muted">{t('help')}</p>
          {save.error && !issuesOf(save.error) && (
            <SaveFailed error={save.error} title={t('failed')} retry={submit} />
          )}
        </>
      }
      below={
        own && (
          <Button color="error" onClick={() => save.mutate({ absence: null })}>
            {t('end')}
          </Button>
        )
      }
    >
      <div className={styles.form}>
        <DayInput
          id={`${id}-from`}
          label={t('from')}
          value={typed.from}
          problem={of('from')}
          onChange={(from) => change({ from })}
        />
        <DayInput
          id={`${id}-to`}
          label={t('to')}
          value={typed.to}
          problem={of('to')}
          onChange={(to) => change({ to })}
        />
        <PeopleInput
          id={`${id}-who`}
          label={t('standIn')}
          value={typed.standIn}
          problem={of('standIn')}
          onChange={(standIn) => change({ standIn })}
          isPersonOnly
        />
      </div>
    </FormDialog>
  );
}
