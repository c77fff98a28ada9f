'use client';
import styles from './form.module.css';

interface Props<T extends string> {
  id: string;
  label: string;
  value: T | '';
  options: readonly { value: T; word: string; isLocked?: boolean }[];
  onChange: (value: T | '') => void;
  hint?: string | null;
  problem?: string | undefined;
}

/** A few words of which one is chosen: arrows move, Backspace or Delete takes the choice back. */
export function Choice<T extends string>({ id, label, value, options, onChange, hint, problem }: Props<T>) {
  return (
    <fieldset
      className={`${styles.choice} ${styles.wide}`}
      id={`${id}-group`}
      aria-describedby={`${id}-hint${problem ? ` ${id}-problem` : ''}`}
    >
      <legend>{label}</legend>
      <div className={styles.choices}>
        {options.map((option, i) => (
          <label key={option.value}>
            <input
              type="radio"
              name={id}
              id={i === 0 ? id : undefined}
              value={option.value}
              checked={value === option.value}
              disabled={option.isLocked ?? false}
              onChange={() => onChange(option.value)}
              onKeyDown={(e) => {
                if (e.key === 'Backspace' || e.key === 'Delete') onChange('');
              }}
            />
            {option.word}
          </label>
        ))}
      </div>
      <span className={styles.hint} id={`${id}-hint`}>
        {hint}
      </span>
      {problem && (
        <span className={styles.problem} id={`${id}-problem`}>
          {problem}
        </span>
      )}
    </fieldset>
  );
}
