'use client';
import type { VersionsView, VitalsSubject } from '@keneyapp/bff/features/vitals/view';
import Button from '@mui/material/Button';
import { useIsFetching, useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useState } from 'react';
import { ChangedMeanwhile } from '../../components/changed-meanwhile.tsx';
import { DraftConflict, DraftStatusLine } from '../../components/draft-status.tsx';
import { SaveFailed } from '../../components/save-failed.tsx';
import type { Draft } from '../../components/use-draft.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { isChangedMeanwhile } from '../../trpc/error.ts';
import {
  criticalOfCorrection,
  isChanged,
  personAt,
  problemsOfCorrection,
  restored,
  stateOf,
  toCorrection,
  type CorrectState,
} from './correct-state.ts';
import { CorrectInputs } from './correct-inputs.tsx';
import { ConfirmCritical } from './confirm-critical.tsx';
import { draftVersions, mergedDraft } from './draft-versions.ts';
import { ErrorSummary } from './error-summary.tsx';
import { type CriticalValue, type FieldName, type Problems } from './form-state.ts';
import { nextFieldOnEnter } from './next-field.ts';
import { issuesOf } from './server-issues.ts';
import { twoVersions, withChosen } from './two-versions.ts';
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
  const id = useId();
  const current = versions[0] as VersionsView['versions'][number];
  const [state, setState] = useState(initial);
  const [key] = useState(() => crypto.randomUUID());
  const [version, setVersion] = useState(startVersion);
  const [problems, setProblems] = useState<Problems>({});
  const [asked, setAsked] = useState<CriticalValue[] | null>(null);
  const [isUnchanged, setIsUnchanged] = useState(false);
  const person = personAt(subject, current.takenAt);
  const idOf = (field: FieldName) => `${id}-${field}`;
  const isOverdue = current.version !== version;
  const isGone = current.state === 'entered-in-error';
  const versionsKey = trpc.vitals.versions.queryKey({ patientId, observationId: current.observationId });
  const isReading = useIsFetching({ queryKey: versionsKey }) > 0;
  const readAgain = () => client.invalidateQueries({ queryKey: versionsKey });

  const mutation = useMutation(
    trpc.vitals.correct.mutationOptions({
      onSuccess: async () => {
        await draft.discard().catch(() => undefined);
        onDone(t('correct.saved', { name: subject.name }));
        // the next correction begins with this one, not with what is remembered
        client.removeQueries({ queryKey: versionsKey });
      },
      onError: (error) => {
        const refused = issuesOf(error);
        if (refused) setProblems(refused);
        // somebody was faster: their version is fetched and shown beside ours
        if (isChangedMeanwhile(error)) void readAgain();
      },
    }),
  );
  const isUnsafe = draft.status === 'failed' || draft.status === 'saving' || draft.status === 'conflict';
  useEffect(() => {
    onUnsafe(isUnsafe);
    return () => onUnsafe(false);
  }, [isUnsafe, onUnsafe]);
  useEffect(() => {
    const first = document.getElementById(id)?.querySelector<HTMLInputElement>('input:not([disabled])');
    first?.focus();
    if (first?.type === 'text') first.select();
  }, [id]);

  function change(part: Partial<CorrectState>): void {
    const next = { ...state, ...part };
    setState(next);
    setProblems({});
    setIsUnchanged(false);
    draft.save(JSON.stringify(next));
  }
  /** `over` is the version that was before the person's eyes when they decided. */
  function submit(over = version, next = state): void {
    if (mutation.isPending || isGone) return;
    const found = problemsOfCorrection(current, next, person);
    setProblems(found);
    const [first] = Object.keys(found) as FieldName[];
    if (first) return void setTimeout(() => document.getElementById(idOf(first))?.focus());
    if (!isChanged(current, next)) return setIsUnchanged(true);
    const critical = criticalOfCorrection(current, next, person);
    if (critical.length > 0) setAsked(critical);
    else send(over, [], next);
  }
  const send = (over: string, confirmed: readonly CriticalValue[], next = state) =>
    mutation.mutate({ patientId, key, ...toCorrection(current, over, next, confirmed) });
  const takeTheirs = () => {
    void draft.discard().catch(() => undefined);
    onClose();
  };
  const isConflict = isChangedMeanwhile(mutation.error);
  // both versions say it, once the other one is here
  const failed =
    mutation.error && !issuesOf(mutation.error) && !(isConflict && (isOverdue || isReading))
      ? mutation.error
      : null;

  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the whole form
    <form
      id={id}
      className={styles.form}
      noValidate
      onSubmit={(e) => {
        e.preventDefault();
        submit();
      }}
      onKeyDown={(e) => nextFieldOnEnter(e, () => submit())}
      aria-label={t('correct.title', { name: name(current) })}
    >
      <p className={styles.keys}>
        {t('correct.of', { time: formats.dateTime(current.takenAt) ?? '', name: current.recordedBy ?? '—' })}
        <br />
        {t('correct.now', { value: inWords(current) })}
      </p>
      <DraftConflict
        draft={draft}
        read={(content) => restored(content, stateOf(current))}
        versionsOf={(theirs) => draftVersions(words, theirs, state)}
        onTakeChosen={(theirs, chosen) => change(mergedDraft(state, theirs, chosen))}
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
                onTakeMine: () => {
                  setVersion(current.version);
                  submit(current.version);
                },
                onTakeChosen: (chosen) => {
                  const next = withChosen(state, current, chosen);
                  if (!isChanged(current, next)) return takeTheirs();
                  change(next);
                  setVersion(current.version);
                  submit(current.version, next);
                },
              })}
        />
      )}
      <ErrorSummary problems={problems} idOf={idOf} />
      {isUnchanged && (
        <p className={styles.summary} role="alert">
          {t('correct.unchanged')}
        </p>
      )}
      {failed && (
        <SaveFailed error={failed} retry={() => (isConflict ? void readAgain() : submit())} hasDraft />
      )}
      <CorrectInputs
        {...{ current, state, problems, subject, person, idOf, change }}
        isDisabled={isGone}
        onLeave={() => setProblems(onLeaving(problemsOfCorrection(current, state, person)))}
      />
      <div className={styles.actions}>
        <Button
          type="submit"
          variant={isOverdue ? 'outlined' : 'contained'}
          aria-disabled={mutation.isPending || isOverdue}
          aria-keyshortcuts="Control+Enter"
        >
          {mutation.isPending ? t('form.saving') : t('correct.save')}
        </Button>
        <Button type="button" onClick={onClose}>
          {t('detail.close')}
        </Button>
        <DraftStatusLine draft={draft} className={styles.status} />
      </div>
      {versions.length > 1 && <VersionList title={t('correct.history')} versions={versions} />}
      {asked && (
        <ConfirmCritical
          values={asked}
          consciousness={state.consciousness ? t(`consciousness.${state.consciousness}`) : null}
          subject={subject}
          onAccept={() => {
            const confirmed = asked;
            setAsked(null);
            send(version, confirmed);
          }}
          onReview={() => setAsked(null)}
        />
      )}
    </form>
  );
}

/** What is empty is only a problem on submit. */
function onLeaving(problems: Problems): Problems {
  return Object.fromEntries(
    Object.entries(problems).filter(([, p]) => p.reason !== 'empty' && p.reason !== 'flow'),
  );
}
