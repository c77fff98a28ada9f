'use client';
import Button from '@mui/material/Button';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { describedBy, FieldFrame } from '../../components/form/field-frame.tsx';
import { useOrderWords } from './use-order-words.ts';
import styles from './at-hand.module.css';

interface Props {
  label: string;
  initial: string;
  save: string;
  isPending: boolean;
  /** What the name that is typed would do. */
  hintOf?: (name: string) => ReactNode;
  placeholder?: string;
  onCancel: () => void;
  onSave: (name: string) => void;
  /** Between the name and the buttons. */
  children?: ReactNode;
}

/** The name of a favourite inside of the form of the basket: Enter keeps it and signs nothing, Escape leaves it as it was. */
export function NameInput({
  label,
  initial,
  save,
  isPending,
  hintOf,
  placeholder,
  onCancel,
  onSave,
  children,
}: Props) {
  const { t } = useOrderWords();
  const id = useId();
  const [name, setName] = useState(initial);
  const [isMissing, setMissing] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.select(), []);
  const problem = isMissing && name.trim() === '' ? t('atHand.nameMissing') : null;
  const submit = () => {
    if (name.trim() !== '') return onSave(name.trim());
    setMissing(true);
    input.current?.focus();
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- keys of the inputs in it
    <div
      className={styles.name}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.preventDefault();
          event.stopPropagation();
          onCancel();
        }
        if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
        event.stopPropagation();
        if (!(event.target instanceof HTMLInputElement)) return;
        event.preventDefault();
        if (!isPending) submit();
      }}
    >
      <FieldFrame id={id} label={label} problem={problem} hint={hintOf?.(name)} isAnnounced>
        <OutlinedInput
          id={id}
          size="small"
          fullWidth
          inputRef={input}
          value={name}
          placeholder={placeholder}
          onChange={(event) => setName(event.target.value)}
          slotProps={{
            input: {
              maxLength: 100,
              autoComplete: 'off',
              'aria-describedby': describedBy(id, problem),
              'aria-invalid': problem !== null,
            },
          }}
        />
      </FieldFrame>
      {children}
      <div className={styles.buttons}>
        <Button size="small" variant="outlined" loading={isPending} onClick={submit}>
          {save}
        </Button>
        <Button size="small" color="inherit" onClick={onCancel}>
          {t('atHand.cancel')}
        </Button>
      </div>
    </div>
  );
}
