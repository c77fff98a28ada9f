'use client';
import { vitalDefinitions, type Interpretation } from '@keneyapp/clinical';
import InputAdornment from '@mui/material/InputAdornment';
import OutlinedInput from '@mui/material/OutlinedInput';
import { ClinicalFlag } from '../../components/clinical-flag.tsx';
import type { Problem, Sign } from './form-state.ts';
import { clinicalLevel, direction, useVitalsWords } from './use-vitals-words.ts';
import styles from './form.module.css';

interface Props {
  id: string;
  name: Sign | 'oxygenFlow';
  value: string;
  unit: string;
  onChange: (value: string) => void;
  onBlur: () => void;
  problem: Problem | undefined;
  level?: Interpretation;
  /** Value of before and normal range, already in words. */
  hints?: readonly (string | null)[];
}

/** A number: label above, unit inside, what was before and what is normal below, the problem on leaving it. */
export function NumberField({
  id,
  name,
  value,
  unit,
  onChange,
  onBlur,
  problem,
  level = 'unknown',
  hints = [],
}: Props) {
  const { t, unit: printed, problem: words } = useVitalsWords();
  const shown = printed(unit);
  return (
    <div className={styles.field}>
      <label htmlFor={id}>
        {t(`names.${name}`)}
        {level !== 'unknown' && level !== 'normal' && (
          <ClinicalFlag level={clinicalLevel(level)} direction={direction(level)} />
        )}
      </label>
      <OutlinedInput
        id={id}
        value={value}
        onChange={(e) => onChange(e.target.value)}
        onBlur={onBlur}
        error={problem !== undefined}
        autoComplete="off"
        fullWidth
        size="small"
        endAdornment={
          shown ? (
            <InputAdornment position="end">
              <span aria-hidden>{shown}</span>
            </InputAdornment>
          ) : undefined
        }
        slotProps={{
          input: {
            inputMode: name !== 'oxygenFlow' && vitalDefinitions[name].decimals === 0 ? 'numeric' : 'decimal',
            'aria-describedby': `${id}-hint${problem ? ` ${id}-problem` : ''}`,
            'aria-invalid': problem !== undefined,
            enterKeyHint: 'next',
          },
        }}
      />
      <span className={styles.hint} id={`${id}-hint`}>
        {shown && <span className="visually-hidden">{t('form.unitHidden', { unit: shown })}</span>}
        {hints
          .filter((h) => h !== null)
          .map((hint) => (
            <span key={hint}>{hint}</span>
          ))}
      </span>
      {problem && (
        <span className={styles.problem} id={`${id}-problem`}>
          {words(problem, name === 'oxygenFlow' ? undefined : name)}
        </span>
      )}
    </div>
  );
}
