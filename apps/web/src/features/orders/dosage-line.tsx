'use client';
import OutlinedInput from '@mui/material/OutlinedInput';
import { civilDateAt } from '@keneyapp/clinical';
import { readLine, type DrugReading, type LineError } from '@keneyapp/clinical/typed-line';
import { useMemo, type KeyboardEvent } from 'react';
import { describedBy, FieldFrame } from '../../components/form/field-frame.tsx';
import { useBasketField, type BasketForm } from './basket-field.ts';
import { Preview } from './preview.tsx';
import { textOfRegimen } from './regimen-text.ts';
import { useOrderWords } from './use-order-words.ts';

/** Stands for the drug that was chosen already: what is typed is only what is said of it. */
const named = 'produit ';
const lexicon = {
  drugs: (words: string) =>
    words.toLowerCase() === named.trim() ? [{ system: '', code: '', display: words }] : [],
  tests: () => [],
};

/** What is said of a drug in one line; null while something of it is wrong. */
export function readDosage(text: string): { reading: DrugReading | null; errors: LineError[] } {
  if (text.trim() === '') return { reading: null, errors: [] };
  const { reading, errors } = readLine(named + text, lexicon, { today: civilDateAt(new Date()) });
  return {
    reading: reading?.kind === 'drug' ? reading : null,
    errors: errors.map((one) => ({
      ...one,
      start: Math.max(0, one.start - named.length),
      end: Math.max(0, one.end - named.length),
    })),
  };
}

interface Props {
  form: BasketForm;
  /** Of the line of the basket. */
  path: string;
  onRead: (reading: DrugReading) => void;
}

/** The dosage in one line, for who knows it by heart: Enter puts it into the fields, and the line is done. */
export function DosageLine({ form, path, onRead }: Props) {
  const { t, regimenParts } = useOrderWords();
  const field = useBasketField<string>(form, path, 'typed');
  const { id, value: text, problem, isLocked } = field;
  const { reading, errors } = useMemo(() => readDosage(text), [text]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || text.trim() === '') return;
    // Enter is for this line, not for the next field
    event.preventDefault();
    if (!reading) return;
    field.change('');
    onRead(reading);
  };
  return (
    <FieldFrame
      id={id}
      label={t('typed.label')}
      problem={problem}
      isWide
      hint={
        text.trim() === '' ? (
          t('typed.hint')
        ) : (
          <Preview
            text={text}
            errors={errors}
            parts={reading ? regimenParts(textOfRegimen(reading.regimen)) : []}
          />
        )
      }
    >
      <OutlinedInput
        id={id}
        size="small"
        value={text}
        placeholder={t('typed.placeholder')}
        onChange={(e) => field.change(e.target.value)}
        onKeyDown={onKeyDown}
        autoComplete="off"
        slotProps={{
          input: {
            readOnly: isLocked,
            maxLength: 300,
            spellCheck: false,
            autoCapitalize: 'off',
            'aria-describedby': describedBy(id, problem),
            'aria-invalid': errors.length > 0 || problem !== null,
            enterKeyHint: 'done',
          },
        }}
      />
    </FieldFrame>
  );
}
