'use client';
import type { VitalsFormView } from '@keneyapp/bff/features/vitals/view';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import type { Draft } from '../../components/use-draft.ts';
import { useTRPC } from '../../trpc/client.tsx';
import {
  criticalValues,
  problemsOf,
  toInput,
  type CriticalValue,
  type FieldName,
  type FormState,
  type Problem,
  type Problems,
} from './form-state.ts';
import { issuesOf } from './server-issues.ts';
import { useVitalsWords } from './use-vitals-words.ts';

export interface RecordFieldsProps {
  view: VitalsFormView;
  draft: Draft;
  initial: FormState;
  onDone: (message: string) => void;
  onUnsafe: (isUnsafe: boolean) => void;
  onClose: () => void;
}

/** What the form knows and does; how it looks is record-fields.tsx. */
export function useRecordForm({ view: { subject }, draft, initial, onDone, onUnsafe }: RecordFieldsProps) {
  const { t } = useVitalsWords();
  const trpc = useTRPC();
  const id = useId();
  const [state, setState] = useState(initial);
  const [problems, setProblems] = useState<Problems>({});
  /** What the summary at the top says: as of the last attempt to save. */
  const [summed, setSummed] = useState<Problems>({});
  const [asked, setAsked] = useState<CriticalValue[] | null>(null);
  const focusNext = useRef<FieldName | null>(null);
  const idOf = (field: FieldName) => `${id}-${field}`;

  const mutation = useMutation(
    trpc.vitals.record.mutationOptions({
      onSuccess: async (written) => {
        // the draft has done its duty; if it cannot be removed now, saving it again finds the set that is there
        await draft.discard().catch(() => undefined);
        onDone(t(written.isReplay ? 'form.replayed' : 'form.saved', { name: subject.name }));
      },
      onError: (error) => {
        const refused = issuesOf(error);
        if (refused) fail(refused);
      },
    }),
  );

  const isUnsafe = draft.status === 'failed' || draft.status === 'saving' || draft.status === 'conflict';
  useEffect(() => {
    onUnsafe(isUnsafe);
    return () => onUnsafe(false);
  }, [isUnsafe, onUnsafe]);
  useEffect(() => {
    document.getElementById(`${id}-systolic`)?.focus();
  }, [id]);
  useEffect(() => {
    if (focusNext.current) document.getElementById(`${id}-${focusNext.current}`)?.focus();
    focusNext.current = null;
  }, [summed, id]);

  function fail(found: Problems): void {
    setProblems(found);
    setSummed(found);
    focusNext.current = (Object.keys(found) as FieldName[])[0] ?? null;
  }
  function change(part: Partial<FormState>, field?: FieldName): void {
    const next = { ...state, ...part };
    setState(next);
    draft.save(JSON.stringify(next));
    if (field && problems[field]) setProblems(({ [field]: _gone, ...rest }) => rest);
  }
  /** On leaving a field: only what is wrong with it, not what is still missing elsewhere. */
  function check(field: FieldName): void {
    const found: Problem | undefined = problemsOf(state, subject, new Date())[field];
    const isOnlyMissing =
      found?.reason === 'empty' ||
      found?.reason === 'incompletePressure' ||
      (field === 'oxygenFlow' && state.oxygenFlow === '');
    setProblems(({ [field]: _old, ...rest }) =>
      found && !isOnlyMissing ? { ...rest, [field]: found } : rest,
    );
  }
  function submit(): void {
    if (mutation.isPending) return;
    const found = problemsOf(state, subject, new Date());
    if (Object.keys(found).length > 0) return fail(found);
    setProblems({});
    setSummed({});
    const critical = criticalValues(state, subject);
    if (critical.length > 0) setAsked(critical);
    else send([]);
  }
  function send(confirmed: readonly CriticalValue[]): void {
    mutation.mutate({ patientId: subject.patientId, ...toInput(state, confirmed) });
  }
  return {
    state,
    problems,
    summed,
    asked,
    idOf,
    change,
    check,
    submit,
    isSaving: mutation.isPending,
    failure: mutation.error && !issuesOf(mutation.error) ? mutation.error : null,
    accept: () => {
      const confirmed = asked ?? [];
      setAsked(null);
      send(confirmed);
    },
    review: () => {
      focusNext.current = asked?.[0]?.field ?? null;
      setAsked(null);
      setSummed((s) => ({ ...s }));
    },
  };
}
