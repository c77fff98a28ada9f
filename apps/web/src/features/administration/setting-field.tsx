'use client';
import InputAdornment from '@mui/material/InputAdornment';
import OutlinedInput from '@mui/material/OutlinedInput';
import styles from './administration.module.css';

interface Props {
  id: string;
  name: string;
  label: string;
  unit: string;
  hint: string;
  problem: string | null;
  value: string;
  onChange: (text: string) => void;
  onLeave: () => void;
}

/** A whole number: label above, unit inside, its limits below, the problem on leaving it. */
export function SettingField({ id, name, label, unit, hint, problem, value, onChange, onLeave }: Props) {
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <OutlinedInput
        id={id}
        name={name}
        value={value}
        onChange={(e) => onChange(e.target.value)}
        onBlur={onLeave}
        error={problem !== null}
        autoComplete="off"
        size="small"
        endAdornment={
          <InputAdornment position="end">
            <span id={`${id}-unit`}>{unit}</span>
          </InputAdornment>
        }
        slotProps={{
          input: {
            inputMode: 'numeric',
            'aria-describedby': `${id}-unit ${id}-hint`,
            'aria-invalid': problem !== null,
          },
        }}
      />
      {/* in one place: what is below, the button among it, does not move away under the pointer */}
      <span className={`${styles.below} ${problem ? styles.problem : styles.hint}`} id={`${id}-hint`}>
        {problem ?? hint}
      </span>
    </div>
  );
}
