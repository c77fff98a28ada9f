'use client';
import type { VitalsFormView } from '@keneyapp/bff/features/vitals/view';
import Link from '@mui/material/Link';
import { useFormValues, type ChartForm } from '../../components/form/use-chart-form.ts';
import { takenAtOf, type FormState } from './form-state.ts';
import { ScorePreview } from './score-preview.tsx';
import { useVitalsWords } from './use-vitals-words.ts';

/** What is saved besides the numbers, always in sight: the score, and of which moment; one press leads to its field. */
export function SetPreview({ form, view }: { form: ChartForm<FormState>; view: VitalsFormView }) {
  const state = useFormValues(form);
  return (
    <ScorePreview state={state} view={view} isInFoot>
      <Link component="button" type="button" onClick={() => form.focus('takenAt.time')}>
        <Moment state={state} />
      </Link>
    </ScorePreview>
  );
}

/** The moment of the set, or that it cannot be read. */
export function Moment({ state }: { state: FormState }) {
  const { t, formats } = useVitalsWords();
  const at = takenAtOf(state);
  return <>{at === null ? t('form.noMoment') : t('form.at', { time: formats.dateTime(at) ?? '' })}</>;
}
