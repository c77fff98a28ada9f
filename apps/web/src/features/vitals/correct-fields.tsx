'use client';
import type { VersionsView, VitalsSubject } from '@keneyapp/bff/features/vitals/view';
import Alert from '@mui/material/Alert';
import { useIsFetching, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ChangedMeanwhile } from '../../components/changed-meanwhile.tsx';
import { FormDraftConflict } from '../../components/form/form-draft-conflict.tsx';
import { FormFrame } from '../../components/form/form-frame.tsx';
import { issuesOf } from '../../components/form/server-issues.ts';
import { useChartForm, useFormValues } from '../../components/form/use-chart-form.ts';
import { SaveFailed } from '../../components/save-failed.tsx';
import type { Draft } from '../../components/use-draft.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { isChangedMeanwhile } from '../../trpc/error.ts';
import { ConfirmCritical } from './confirm-critical.tsx';
import { CorrectInputs } from './correct-inputs.tsx';
import {
  correctSchema,
  criticalOfCorrection,
  firstField,
  isChanged,
  personAt,
  restored,
  stateOf,
  toCorrection,
  type CorrectState,
} from './correct-state.ts';
import { draftVersions, mergedDraft } from './draft-versions.ts';
import type { CriticalValue } from './form-state.ts';
import { ofServer } from './server-issues.ts';
import { twoVersions, withChosen } from './two-versions.ts';
import { useFormWords } from './use-form-words.ts';
import { useVitalsWords } from './use-vitals-words.ts';
import { VersionList } from './version-list.tsx';
import styles from './form.module.css';

interface Props {
  patientId: string;
  versions: VersionsView['versions'];
  startVersion: string;
  subject: VitalsSubject;
  draft: Draft;
  initial: CorrectState;
  onDone: (message: string) => void;
  onUnsafe: (isUnsafe: boolean) => void;
  onClose: () => void;
}
/** What is about to be sent: over which version, and what has to be looked at twice before. */
interface Asked {
  over: string;
  state: CorrectState;
  values: CriticalValue[];
}

/** What is empty is only a problem on saving. */
const onlyOnSaving = ['empty', 'flow'];

export function CorrectFields({
  patientId,
  versions,
  startVersion,
  subject,
  draft,
  initial,
  onDone,
  onUnsafe,
  onClose,
}: Props) {
  const words = useVitalsWords();
  const { name, t, value: inWords, formats } = words;
  const trpc = useTRPC();
  const client = useQueryClient();
  const current = versions[0] as VersionsView['versions'][number];
  const [key] = useState(() => crypto.randomUUID());
  const [version, setVersion] = useState(startVersion);
  const [asked, setAsked] = useState<Asked | null>(null);
  /** It was to be saved although it says nothing new. */
  const [wasUnchanged, setWasUnchanged] = useState(false);
  const person = personAt(subject, current.takenAt);
  const isOverdue = current.version !== version;
  const isGone = current.state === 'entered-in-error';
  const versionsKey = trpc.vitals.versions.queryKey({ patientId, observationId: current.observationId });
  const isReading = useIsFetching({ queryKey: versionsKey }) > 0;
  const readAgain = () => client.invalidateQueries({ queryKey: versionsKey });

  const form = useChartForm<CorrectState>({
    initial,
    schema: correctSchema(current, person),
    draft,
    words: useFormWords<CorrectState>(() => person),
    onlyOnSaving,
    ofServer: (issue) => ({ name: firstField(current), reason: ofServer(issue).reason }),
    onUnsafe,
  });
  const state = useFormValues(form);
  const mutation = useMutation(
    trpc.vitals.correct.mutationOptions({
      onSuccess: async () => {
        await draft.discard().catch(() => undefined);
        onDone(t('correct.saved', { name: subject.name }));
        // the next correction begins with this one, not with what is remembered
        client.removeQueries({ queryKey: versionsKey });
      },
      onError: (error) => {
        // somebody was faster: their version is fetched and shown beside ours
        if (!form.refuse(error) && isChangedMeanwhile(error)) void readAgain();
      },
    }),
  );
  /** `over` is the version that was before the person's eyes when they decided. */
  function submit(over = version): void {
    if (mutation.isPending || isGone) return;
    form.submit((next) => {
      setWasUnchanged(!isChanged(current, next));
      if (!isChanged(current, next)) return;
      const values = criticalOfCorrection(current, next, person);
      if (values.length > 0) setAsked({ over, state: next, values });
      else send({ over, state: next, values });
    });
  }
  const send = ({ over, state: next, values }: Asked) =>
    mutation.mutate({ patientId, key, ...toCorrection(current, over, next, values) });
  const takeTheirs = () => {
    void draft.discard().catch(() => undefined);
    onClose();
  };
  const takeMine = () => {
    setVersion(current.version);
    submit(current.version);
  };
  const isConflict = isChangedMeanwhile(mutation.error);
  // both versions say it, once the other one is here
  const failed =
    mutation.error && !issuesOf(mutation.error) && !(isConflict && (isOverdue || isReading))
      ? mutation.error
      : null;

  return (
    <FormFrame
      form={form}
      label={t('correct.title', { name: name(current) })}
      draft={draft}
      onSubmit={() => submit()}
      onClose={onClose}
      save={t('correct.save')}
      saving={mutation}
      isHeld={isOverdue}
      selectsFirst
      notices={
        <>
          <p className={styles.status}>
            {t('correct.of', {
              time: formats.dateTime(current.takenAt) ?? '',
              name: current.recordedBy ?? '—',
            })}
            <br />
            {t('correct.now', { value: inWords(current) })}
          </p>
          <FormDraftConflict
            form={form}
            draft={draft}
            read={(content) => restored(content, stateOf(current))}
            versionsOf={(theirs, mine) => draftVersions(words, theirs, mine)}
            merge={mergedDraft}
          />
          {isOverdue && (
            <ChangedMeanwhile
              // what was chosen was chosen between these two
              key={current.version}
              title={t('correct.conflict.title')}
              {...(isGone ? { text: t('correct.conflict.error') } : {})}
              by={{ who: current.changedBy, at: current.changedAt }}
              versions={twoVersions(
                words,
                versions.find((v) => v.version === version),
                current,
                state,
              )}
              isAnswer={isConflict}
              isSaving={mutation.isPending}
              onTakeTheirs={takeTheirs}
              {...(isGone
                ? {}
                : {
                    onTakeMine: takeMine,
                    onTakeChosen: (chosen) => {
                      const next = withChosen(state, current, chosen);
                      if (!isChanged(current, next)) return takeTheirs();
                      form.fill(next);
                      takeMine();
                    },
                  })}
            />
          )}
          {wasUnchanged && !isChanged(current, state) && (
            <Alert severity="error" icon={false} role="alert">
              {t('correct.unchanged')}
            </Alert>
          )}
          {failed && (
            <SaveFailed error={failed} retry={() => (isConflict ? void readAgain() : submit())} hasDraft />
          )}
        </>
      }
      after={versions.length > 1 && <VersionList title={t('correct.history')} versions={versions} />}
    >
      <CorrectInputs {...{ form, current, subject, person }} isDisabled={isGone} />
      {asked && (
        <ConfirmCritical
          values={asked.values}
          consciousness={state.consciousness ? t(`consciousness.${state.consciousness}`) : null}
          subject={subject}
          onAccept={() => {
            setAsked(null);
            send(asked);
          }}
          onReview={() => setAsked(null)}
        />
      )}
    </FormFrame>
  );
}
