'use client';
import FormControl from '@mui/material/FormControl';
import NativeSelect from '@mui/material/NativeSelect';
import OutlinedInput from '@mui/material/OutlinedInput';
import type { ReactNode } from 'react';
import { describedBy, FieldFrame } from '../../components/form/field-frame.tsx';
import styles from './orders.module.css';

interface NumberProps {
  id: string;
  text: string;
  onText: (text: string) => void;
  onLeave?: (() => void) | undefined;
  problem: string | null;
  /** Where no label of its own stands beside it. */
  label?: string;
  isLocked: boolean;
  hasDecimals?: boolean;
  placeholder?: string;
}

/** A number as it is typed: never written anew. */
export function TypedNumber({
  id,
  text,
  onText,
  onLeave,
  problem,
  label,
  isLocked,
  hasDecimals = false,
  placeholder = '',
}: NumberProps) {
  return (
    <OutlinedInput
      id={id}
      size="small"
      className={styles.number}
      value={text}
      placeholder={placeholder}
      error={problem !== null}
      onChange={(e) => onText(e.target.value)}
      onBlur={onLeave}
      autoComplete="off"
      slotProps={{
        input: {
          readOnly: isLocked,
          maxLength: 20,
          inputMode: hasDecimals ? 'decimal' : 'numeric',
          'aria-label': label,
          'aria-describedby': describedBy(id, problem),
          'aria-invalid': problem !== null,
        },
      }}
    />
  );
}

interface ChoiceProps {
  id: string;
  label: string;
  value: string;
  options: readonly { value: string; word: string }[];
  onChange: (value: string) => void;
  isLocked: boolean;
  isWrong?: boolean;
}

/** A word of a list beside what it belongs to; its label is heard, and stands above the whole for the eye. */
export function InlineChoice({
  id,
  label,
  value,
  options,
  onChange,
  isLocked,
  isWrong = false,
}: ChoiceProps) {
  return (
    // one of two inputs in a frame: it has a control of its own
    <FormControl error={isWrong}>
      <NativeSelect
        input={<OutlinedInput size="small" />}
        value={value}
        disabled={isLocked}
        onChange={(e) => onChange(e.target.value)}
        inputProps={{ id, 'aria-label': label, 'aria-invalid': isWrong }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.word}
          </option>
        ))}
      </NativeSelect>
    </FormControl>
  );
}

interface MeasuredProps<U extends string> {
  id: string;
  label: string;
  value: { value: string; unit: U };
  units: readonly { value: U; word: string }[];
  /** Of the list of units. */
  unitLabel: string;
  onChange: (value: { value: string; unit: U }) => void;
  onLeave?: () => void;
  problem: string | null;
  /** The unit is what is missing. */
  isUnitWrong?: boolean;
  hint?: ReactNode;
  isLocked: boolean;
  hasDecimals?: boolean;
  isWide?: boolean;
}

/** A number and its unit: a dose, a duration. */
export function MeasuredInput<U extends string>({
  id,
  label,
  value,
  units,
  unitLabel,
  onChange,
  onLeave,
  problem,
  isUnitWrong = false,
  hint,
  isLocked,
  hasDecimals = false,
  isWide = false,
}: MeasuredProps<U>) {
  return (
    <FieldFrame id={id} label={label} hint={hint} problem={problem} isWide={isWide}>
      <div className={styles.pair}>
        <TypedNumber
          id={id}
          text={value.value}
          onText={(text) => onChange({ ...value, value: text })}
          onLeave={onLeave}
          problem={problem}
          isLocked={isLocked}
          hasDecimals={hasDecimals}
        />
        <InlineChoice
          id={`${id}-unit`}
          label={`${label} – ${unitLabel}`}
          value={value.unit}
          options={units}
          onChange={(unit) => onChange({ ...value, unit: unit as U })}
          isLocked={isLocked}
          isWrong={isUnitWrong}
        />
      </div>
    </FieldFrame>
  );
}

interface TogglesProps<V extends string> {
  id: string;
  label: string;
  options: readonly { value: V; word: string }[];
  value: readonly V[];
  onChange: (value: V[]) => void;
  problem?: string | null;
  isLocked: boolean;
}

/** Several of a few words: moments of the day, days of the week. */
export function Toggles<V extends string>({
  id,
  label,
  options,
  value,
  onChange,
  problem = null,
  isLocked,
}: TogglesProps<V>) {
  return (
    <FieldFrame id={id} label={label} problem={problem} isWide isGroup>
      <div className={styles.toggles}>
        {options.map((option, i) => (
          <label key={option.value}>
            <input
              id={i === 0 ? id : undefined}
              type="checkbox"
              checked={value.includes(option.value)}
              disabled={isLocked}
              onChange={(e) =>
                onChange(
                  e.target.checked ? [...value, option.value] : value.filter((one) => one !== option.value),
                )
              }
            />
            {option.word}
          </label>
        ))}
      </div>
    </FieldFrame>
  );
}
