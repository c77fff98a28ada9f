'use client';
import type { VitalsFormView } from '@keneyapp/bff/features/vitals/view';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useChartForm } from '../../components/form/use-chart-form.ts';
import type { Draft } from '../../components/use-draft.ts';
import { useTRPC } from '../../trpc/client.tsx';
import {
  criticalValues,
  pathOf,
  personOf,
  recordSchema,
  toInput,
  type CriticalValue,
  type FormState,
} from './form-state.ts';
import { ofServer } from './server-issues.ts';
import { useFormWords } from './use-form-words.ts';
import { useVitalsWords } from './use-vitals-words.ts';

export interface RecordFieldsProps {
  view: VitalsFormView;
  draft: Draft;
  initial: FormState;
  onDone: (message: string) => void;
  onUnsafe: (isUnsafe: boolean) => void;
  onClose: () => void;
}

/** What is said on saving alone: on leaving a field it may still come. */
const onlyOnSaving = ['empty', 'incompletePressure'];

/** What the form knows and does; how it looks is record-fields.tsx. */
export function useRecordForm({ view: { subject }, draft, initial, onDone, onUnsafe }: RecordFieldsProps) {
  const { t } = useVitalsWords();
  const trpc = useTRPC();
  const [asked, setAsked] = useState<{ state: FormState; values: CriticalValue[] } | null>(null);
  const form = useChartForm<FormState>({
    initial,
    schema: recordSchema(subject),
    draft,
    words: useFormWords<FormState>((state) => personOf(subject, state)),
    onlyOnSaving,
    ofServer,
    onUnsafe,
  });
  const mutation = useMutation(
    trpc.vitals.record.mutationOptions({
      onSuccess: async (written) => {
        // the draft has done its duty; if it cannot be removed now, saving it again finds the set that is there
        await draft.discard().catch(() => undefined);
        onDone(t(written.isReplay ? 'form.replayed' : 'form.saved', { name: subject.name }));
      },
      onError: (error) => void form.refuse(error),
    }),
  );
  const send = (state: FormState, confirmed: readonly CriticalValue[]) =>
    mutation.mutate({ patientId: subject.patientId, ...toInput(state, confirmed) });
  return {
    form,
    asked,
    saving: mutation,
    submit: () => {
      if (mutation.isPending) return;
      form.submit((state) => {
        const values = criticalValues(state, subject);
        if (values.length > 0) setAsked({ state, values });
        else send(state, []);
      });
    },
    accept: () => {
      if (asked) send(asked.state, asked.values);
      setAsked(null);
    },
    review: () => {
      setAsked(null);
      if (asked?.values[0]) form.focus(pathOf(asked.values[0].field));
    },
  };
}
