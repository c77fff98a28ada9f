'use client';
import { isReason } from '@keneyapp/bff/features/vitals/schema';
import type { Measure, VersionsView, VitalsSet, VitalsSubject } from '@keneyapp/bff/features/vitals/view';
import { useIsFetching, useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { z } from 'zod';
import { ChangedMeanwhile } from '../../components/changed-meanwhile.tsx';
import { Choice } from '../../components/form/choice-field.tsx';
import { FormDialog } from '../../components/form/form-dialog.tsx';
import { OwnFormConflict } from '../../components/form/own-form-conflict.tsx';
import { TextField } from '../../components/form/text-field.tsx';
import { useOwnForm } from '../../components/form/use-own-form.ts';
import { SaveFailed } from '../../components/save-failed.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { isChangedMeanwhile } from '../../trpc/error.ts';
import { changedSince, standingOf } from './set-changes.ts';
import { useVitalsWords } from './use-vitals-words.ts';

interface Props {
  /** The value that was opened, as it is stored now, whatever arrives. */
  current: Measure | VersionsView['versions'][number];
  /** All that was recorded with it, as it is stored now. */
  set: VitalsSet;
  subject: VitalsSubject;
  onCancel: () => void;
  onTakenBack: (message: string) => void;
}

const schema = z.object({ reason: z.string().refine(isReason, 'missing') });

/** Taking a value back, or all that was recorded with it: names the patient and needs one reason. */
export function TakeBack({ current, set, subject, onCancel, onTakenBack }: Props) {
  const words = useVitalsWords();
  const { t, name, value, formats } = words;
  const trpc = useTRPC();
  const id = useId();
  const client = useQueryClient();
  const { patientId } = subject;
  const [key] = useState(() => crypto.randomUUID());
  /** What was before the person's eyes when they decided. */
  const [seen, setSeen] = useState({ current, set });
  const [isWholeSet, setWholeSet] = useState(false);
  const [base] = useState(() => `${current.observationId}/${current.version}`);
  const own = useOwnForm({
    form: 'vitals.in-error',
    base,
    initial: { reason: '' },
    schema,
    words: { label: () => t('inError.reason'), problem: () => t('inError.reasonNeeded') },
  });
  const versionsKey = trpc.vitals.versions.queryKey({ patientId, observationId: current.observationId });
  const flowsheetKey = trpc.vitals.flowsheet.pathKey();
  const readAgain = () =>
    Promise.all([versionsKey, flowsheetKey].map((queryKey) => client.invalidateQueries({ queryKey })));
  const mutation = useMutation(
    trpc.vitals.markEnteredInError.mutationOptions({
      onSuccess: async () => {
        await own.forget();
        onTakenBack(t(isWholeSet ? 'inError.savedSet' : 'inError.saved', { name: subject.name }));
        client.removeQueries({ queryKey: versionsKey });
      },
      onError: (error) => {
        if (isChangedMeanwhile(error)) void readAgain();
      },
    }),
  );
  const isReading = useIsFetching({ queryKey: versionsKey }) + useIsFetching({ queryKey: flowsheetKey }) > 0;
  const standing = standingOf(seen.set);
  const measured = standing.filter((m) => !m.isDerived);
  const changes = isWholeSet ? changedSince(seen.set, set) : [];
  const isOverdue = isWholeSet ? changes.length > 0 : current.version !== seen.current.version;
  const isConflict = isChangedMeanwhile(mutation.error);
  const isGone = isWholeSet ? standingOf(set).length === 0 : current.state === 'entered-in-error';
  const submit = (over = seen) => {
    if (mutation.isPending) return;
    setSeen(over);
    own.form.submit(({ reason }) => {
      const [{ setKey = null } = {}] = over.set.measures;
      mutation.mutate({
        patientId,
        key,
        observations: (isWholeSet ? standingOf(over.set) : [over.current]).map(
          ({ observationId, version }) => ({ observationId, version }),
        ),
        ...(isWholeSet && setKey !== null ? { setKey } : {}),
        reason: reason.trim(),
      });
    });
  };
  const time = formats.dateTime(current.takenAt) ?? '';
  return (
    <FormDialog
      title={t('inError.title')}
      question={`${id}-text`}
      onSubmit={() => submit()}
      onClose={onCancel}
      save={t('inError.confirm')}
      isSaving={mutation.isPending}
      isHeld={isOverdue}
      color="error"
      maxWidth="xs"
      above={
        <>
          {measured.length > 1 && (
            <Choice
              id={`${id}-scope`}
              label={t('inError.scope.label')}
              value={isWholeSet ? 'set' : 'one'}
              onChange={(scope) => {
                if (mutation.isPending) return;
                setWholeSet(scope === 'set');
                mutation.reset();
              }}
              options={[
                { value: 'one', word: t('inError.scope.one') },
                { value: 'set', word: t('inError.scope.set', { n: measured.length }) },
              ]}
            />
          )}
          <p id={`${id}-text`}>
            {isWholeSet
              ? t('inError.textSet', { n: measured.length, time, name: subject.name })
              : t('inError.text', {
                  what: `${name(current)} ${value(seen.current)}`,
                  time,
                  name: subject.name,
                })}
          </p>
          {isWholeSet && <p className="muted">{standing.map((m) => `${name(m)} ${value(m)}`).join(' · ')}</p>}
          <OwnFormConflict {...own} />
        </>
      }
      below={
        <>
          {isOverdue && (
            <ChangedMeanwhile
              key={isWholeSet ? changes.map(({ now }) => now?.version).join() : current.version}
              title={t(isWholeSet ? 'inError.setChanged' : 'correct.conflict.title')}
              {...(isGone ? { text: t(isWholeSet ? 'inError.setGone' : 'correct.conflict.error') } : {})}
              {...(isWholeSet
                ? {}
                : { by: 'changedBy' in current ? { who: current.changedBy, at: current.changedAt } : null })}
              versions={(isWholeSet ? changes : [{ before: seen.current, now: current }]).map(
                ({ before, now }) => ({
                  key: (now ?? before)?.observationId ?? '',
                  label: now || before ? name((now ?? before) as Measure) : '',
                  before: before ? value(before) : null,
                  theirs: now ? value(now) : '',
                  mine: t('inError.wanted'),
                  isTheirsGone: now?.state === 'entered-in-error',
                }),
              )}
              isAnswer={isConflict}
              isSaving={mutation.isPending}
              words={{ mine: t('inError.anyway') }}
              onTakeTheirs={onCancel}
              {...(isGone ? {} : { onTakeMine: () => submit({ current, set }) })}
            />
          )}
          {mutation.error && !(isConflict && (isOverdue || isReading)) && (
            <SaveFailed
              error={mutation.error}
              retry={() => (isConflict ? void readAgain() : submit())}
              hasDraft
            />
          )}
        </>
      }
    >
      <TextField form={own.form} name="reason" longest={500} isRequired isAnnounced />
    </FormDialog>
  );
}
