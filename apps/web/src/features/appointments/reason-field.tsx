'use client';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useEffect, useId, useRef, useState, type RefObject } from 'react';
import { describedBy, FieldFrame } from '../../components/form/field-frame.tsx';

const longest = 500;

interface Reason {
  id: string;
  text: string;
  isMissing: boolean;
  input: RefObject<HTMLInputElement | HTMLTextAreaElement | null>;
  type: (text: string) => void;
  /** Something was typed that leaving would lose. */
  isTyped: boolean;
  /** What was typed; where there is nothing that is said at the field, which gets the focus. */
  taken: () => string | null;
}

/** Why an appointment is cancelled, or stands over another. */
export function useReason(): Reason {
  const id = useId();
  const input = useRef<HTMLInputElement | HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  const [isMissing, setMissing] = useState(false);
  const type = (next: string) => {
    setText(next);
    setMissing(false);
  };
  const taken = () => {
    const said = text.trim();
    if (said !== '') return said;
    setMissing(true);
    input.current?.focus();
    return null;
  };
  return { id: `${id}-reason`, text, isMissing, input, type, isTyped: text.trim() !== '', taken };
}

interface Props {
  reason: Reason;
  label: string;
  hint: string;
  missing: string;
  isLocked?: boolean;
  /** It appears because somebody asked for it. */
  isFirst?: boolean;
}

export function ReasonField({ reason, label, hint, missing, isLocked = false, isFirst = false }: Props) {
  const { id, text, isMissing, input, type } = reason;
  const problem = isMissing ? missing : null;
  useEffect(() => {
    if (isFirst) input.current?.focus();
  }, [isFirst, input]);
  return (
    <FieldFrame id={id} label={label} hint={hint} problem={problem} isAnnounced>
      <OutlinedInput
        id={id}
        size="small"
        required
        value={text}
        inputRef={input}
        onChange={(event) => type(event.target.value)}
        slotProps={{
          input: {
            maxLength: longest,
            autoComplete: 'off',
            readOnly: isLocked,
            'aria-describedby': describedBy(id, problem),
            'aria-invalid': isMissing,
          },
        }}
      />
    </FieldFrame>
  );
}
