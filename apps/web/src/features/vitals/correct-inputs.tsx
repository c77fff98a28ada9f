import type { Measure, VitalsSubject } from '@keneyapp/bff/features/vitals/view';
import { vitalDefinitions } from '@keneyapp/clinical';
import OutlinedInput from '@mui/material/OutlinedInput';
import { Choice } from './choice.tsx';
import { asForm, fieldsOf, type CorrectState, type personAt } from './correct-state.ts';
import { levelOf, type FieldName, type Problems } from './form-state.ts';
import { NumberField } from './number-field.tsx';
import { useVitalsWords } from './use-vitals-words.ts';
import styles from './form.module.css';

interface Props {
  /** As it is stored now. */
  current: Measure;
  state: CorrectState;
  problems: Problems;
  subject: VitalsSubject;
  person: ReturnType<typeof personAt>;
  /** It was taken back: nothing can be corrected any more. */
  isDisabled: boolean;
  idOf: (field: FieldName) => string;
  change: (part: Partial<CorrectState>) => void;
  /** A number was left. */
  onLeave: () => void;
}

/** The fields of one measure, and why it is corrected. */
export function CorrectInputs({
  current,
  state,
  problems,
  subject,
  person,
  isDisabled,
  idOf,
  change,
  onLeave,
}: Props) {
  const { name, t } = useVitalsWords();
  return (
    <fieldset className={styles.group} disabled={isDisabled}>
      <legend>{name(current)}</legend>
      {fieldsOf(current).map((sign) => (
        <NumberField
          key={sign}
          id={idOf(sign)}
          name={sign}
          value={state.values[sign] ?? ''}
          unit={vitalDefinitions[sign].unit}
          problem={problems[sign]}
          level={
            problems[sign]
              ? 'unknown'
              : levelOf(sign, asForm(state), { ...subject, ageMonths: person.ageMonths })
          }
          onChange={(text) => change({ values: { ...state.values, [sign]: text } })}
          onBlur={onLeave}
        />
      ))}
      {current.name === 'consciousness' && (
        <Choice
          id={idOf('consciousness')}
          label={t('names.consciousness')}
          value={state.consciousness}
          onChange={(consciousness) => {
            if (consciousness) change({ consciousness });
          }}
          options={(['alert', 'confusion', 'voice', 'pain', 'unresponsive'] as const).map((value) => ({
            value,
            word: t(`consciousness.${value}`),
          }))}
        />
      )}
      {current.name === 'oxygen' && (
        <>
          <Choice
            id={`${idOf('oxygenFlow')}-source`}
            label={t('names.oxygen')}
            value={state.oxygenSource}
            onChange={(oxygenSource) => {
              if (oxygenSource) change({ oxygenSource });
            }}
            options={[
              { value: 'air', word: t('oxygen.air') },
              { value: 'oxygen', word: t('oxygen.oxygen') },
            ]}
          />
          {state.oxygenSource === 'oxygen' && (
            <NumberField
              id={idOf('oxygenFlow')}
              name="oxygenFlow"
              value={state.oxygenFlow}
              unit="L/min"
              problem={problems.oxygenFlow}
              onChange={(oxygenFlow) => change({ oxygenFlow })}
              onBlur={() => undefined}
            />
          )}
        </>
      )}
      <div className={`${styles.field} ${styles.wide}`}>
        <label htmlFor={idOf('note')}>{t('correct.reason')}</label>
        <OutlinedInput
          id={idOf('note')}
          size="small"
          value={state.reason}
          onChange={(e) => change({ reason: e.target.value })}
          slotProps={{ input: { maxLength: 500, style: { textAlign: 'left' } } }}
        />
      </div>
    </fieldset>
  );
}
