'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { announce } from '../shell/announcer.tsx';
import { goOnAt, placesAround, type Lines } from '../shell/go-on.ts';
import { useTRPC } from '../trpc/client.tsx';
import { isChangedMeanwhile } from '../trpc/error.ts';
import { ChangedMeanwhile } from './changed-meanwhile.tsx';
import { DateField } from './form/date-field.tsx';
import { FormDialog } from './form/form-dialog.tsx';
import { OwnFormConflict } from './form/own-form-conflict.tsx';
import { readDate, today } from './form/paris-time.ts';
import { issuesOf } from './form/server-issues.ts';
import { TextField } from './form/text-field.tsx';
import { useOwnForm } from './form/use-own-form.ts';
import { PatientLine } from './patient-line.tsx';
import { SaveFailed } from './save-failed.tsx';
import type { Statement, StatementAction } from './statement-changes.ts';
import { problemOf, schemaOf } from './statement-schema.ts';

/** The table it is a row of: the focus goes on at the menu of the next. */
const rows: Lines = { lines: 'main tr[data-row]', control: 'button[aria-haspopup="menu"]' };

interface Props {
  patientId: string;
  action: StatementAction;
  /** As it is stored now, whatever arrives. */
  row: Statement;
  /** What the row names. */
  what: string;
  onClose: () => void;
}

/** Asks once more, and why, before a problem, an allergy or the like becomes something else. */
export function StatementDialog({ patientId, action, row, what, onClose }: Props) {
  const t = useTranslations('common.statement');
  const form = useTranslations('common.form');
  const id = useId();
  const queries = useQueryClient();
  const [key] = useState(() => crypto.randomUUID());
  /** What was before the person's eyes when they decided. */
  const [seen, setSeen] = useState({ row, what });
  const isResolving = action === 'problems.resolve';
  const own = useOwnForm({
    form: 'statements.change',
    base: `${action}/${row.id}`,
    initial: { reason: '', abatement: '' },
    schema: schemaOf(action),
    words: {
      label: (name) => t(name === 'abatement' ? 'abatement' : isResolving ? 'why' : 'reason'),
      problem: (_, reason) =>
        reason === 'noSuchDate' ? form('noSuchDate') : t(problemOf[reason] ?? 'refused'),
    },
    ofServer: ({ path, message }) => ({
      name: path.includes('abatement') ? 'abatement' : 'reason',
      reason: message,
    }),
  });
  const trpc = useTRPC();
  const patient = useQuery(trpc.patients.banner.queryOptions({ patientId })).data;
  const answers = {
    onSuccess: async () => {
      await own.forget();
      const places = placesAround(rows, row.id);
      announce(t(`${action}.saved`));
      onClose();
      await queries.invalidateQueries();
      goOnAt(rows, places);
    },
    onError: (error: unknown) => {
      own.form.refuse(error);
      if (isChangedMeanwhile(error)) void queries.invalidateQueries();
    },
  };
  const resolve = useMutation(trpc.problems.resolve.mutationOptions(answers));
  const other = useMutation(
    {
      'allergies.refute': trpc.allergies.refute,
      'allergies.markEnteredInError': trpc.allergies.markEnteredInError,
      'problems.resolve': trpc.problems.reopen, // its own, above: it says since when
      'problems.reopen': trpc.problems.reopen,
      'problems.markEnteredInError': trpc.problems.markEnteredInError,
      'immunizations.markEnteredInError': trpc.immunizations.markEnteredInError,
      'procedures.markEnteredInError': trpc.procedures.markEnteredInError,
      'family.markEnteredInError': trpc.family.markEnteredInError,
      'flags.end': trpc.flags.end,
      'flags.markEnteredInError': trpc.flags.markEnteredInError,
      'habits.markEnteredInError': trpc.habits.markEnteredInError,
      'implants.markEnteredInError': trpc.implants.markEnteredInError,
    }[action].mutationOptions(answers),
  );
  const mutation = isResolving ? resolve : other;
  const isOverdue = row.version !== seen.row.version;
  const isConflict = isChangedMeanwhile(mutation.error);
  const submit = (over = seen) => {
    if (mutation.isPending) return;
    setSeen(over);
    own.form.submit(({ reason, abatement }) => {
      const change = { patientId, key, id: row.id, version: over.row.version ?? '', reason: reason.trim() };
      if (isResolving)
        resolve.mutate({ ...change, abatement: abatement.trim() === '' ? null : readDate(abatement) });
      else other.mutate(change);
    });
  };
  return (
    <FormDialog
      title={t(`${action}.title`)}
      question={`${id}-text`}
      onSubmit={() => submit()}
      onClose={onClose}
      save={t(`${action}.save`)}
      isSaving={mutation.isPending}
      isHeld={isOverdue}
      color={action.endsWith('markEnteredInError') ? 'error' : 'primary'}
      maxWidth="xs"
      above={
        <>
          {/* a step that is not taken back alone says once more whose chart it is in */}
          {patient && <PatientLine patient={{ ...patient.identity, location: null }} />}
          <p id={`${id}-text`}>{t(`${action}.text`, { what: seen.what })}</p>
          <OwnFormConflict {...own} />
        </>
      }
      below={
        <>
          {isOverdue && (
            <ChangedMeanwhile
              key={row.version}
              versions={[
                { key: 'what', label: t('now'), before: seen.what, theirs: what, mine: t('wanted') },
              ]}
              isAnswer={isConflict}
              isSaving={mutation.isPending}
              words={{ mine: t('anyway') }}
              onTakeTheirs={onClose}
              onTakeMine={() => submit({ row, what })}
            />
          )}
          {mutation.error && !issuesOf(mutation.error) && !(isConflict && isOverdue) && (
            <SaveFailed error={mutation.error} retry={() => submit()} hasDraft />
          )}
        </>
      }
    >
      {isResolving && <DateField form={own.form} name="abatement" latest={today()} mayBePartial />}
      <TextField form={own.form} name="reason" longest={500} isRequired={!isResolving} isAnnounced />
    </FormDialog>
  );
}
