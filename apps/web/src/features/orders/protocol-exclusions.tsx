'use client';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormHelperText from '@mui/material/FormHelperText';
import { useContext } from 'react';
import { FormLocked, useField } from '../../components/form/use-field.ts';
import { useOrderWords } from './use-order-words.ts';
import type { useProtocol } from './use-protocol.ts';
import styles from './protocol.module.css';

interface Props {
  protocol: Pick<ReturnType<typeof useProtocol>, 'form' | 'absent' | 'tick'>;
  exclusions: readonly string[];
}

/** What forbids it, each looked for by a person: none is ticked before. */
export function ProtocolExclusions({ protocol: { form, absent, tick }, exclusions }: Props) {
  const { t } = useOrderWords();
  const isLocked = useContext(FormLocked);
  const { id, problem } = useField({ form, name: 'absent' });
  if (exclusions.length === 0) return <p className="muted">{t('protocol.noExclusion')}</p>;
  const first = exclusions.findIndex((_, i) => !absent.includes(i));
  return (
    <fieldset className={styles.exclusions} aria-describedby={problem === null ? undefined : `${id}-problem`}>
      <legend>{t('protocol.exclusions')}</legend>
      <p className="muted">{t('protocol.ifPresent')}</p>
      {exclusions.map((words, i) => (
        <FormControlLabel
          key={`${i} ${words}`}
          label={t('protocol.absent', { what: words })}
          control={
            <Checkbox
              size="small"
              id={i === Math.max(first, 0) ? id : `${id}-${i}`}
              checked={absent.includes(i)}
              disabled={isLocked}
              onChange={(event) => tick(i, event.target.checked)}
              slotProps={{ input: { 'aria-invalid': problem !== null && !absent.includes(i) } }}
            />
          }
        />
      ))}
      {problem !== null && (
        <FormHelperText error id={`${id}-problem`}>
          {problem}
        </FormHelperText>
      )}
    </fieldset>
  );
}
