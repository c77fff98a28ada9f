import type { Measure, VitalsSubject } from '@keneyapp/bff/features/vitals/view';
import { FieldGroup } from '../../components/form/form-frame.tsx';
import { TextField } from '../../components/form/text-field.tsx';
import type { ChartForm } from '../../components/form/use-chart-form.ts';
import { asForm, fieldsOf, type CorrectState, type personAt } from './correct-state.ts';
import { ConsciousnessField, OxygenFields } from './oxygen-fields.tsx';
import { useVitalsWords } from './use-vitals-words.ts';
import { VitalNumber } from './vital-number.tsx';

interface Props {
  form: ChartForm<CorrectState>;
  /** As it is stored now. */
  current: Measure;
  subject: VitalsSubject;
  person: ReturnType<typeof personAt>;
  /** It was taken back: nothing can be corrected any more. */
  isDisabled: boolean;
}

/** The fields of one measure, and why it is corrected. */
export function CorrectInputs({ form, current, subject, person, isDisabled }: Props) {
  const { name } = useVitalsWords();
  return (
    <FieldGroup legend={name(current)} isDisabled={isDisabled}>
      {fieldsOf(current).map((sign) => (
        <VitalNumber
          key={sign}
          form={form}
          sign={sign}
          subject={{ ...subject, ageMonths: person.ageMonths }}
          stateOf={asForm}
        />
      ))}
      {current.name === 'consciousness' && <ConsciousnessField form={form} />}
      {current.name === 'oxygen' && <OxygenFields form={form} />}
      <TextField form={form} name="reason" longest={500} />
    </FieldGroup>
  );
}
