'use client';
import type { CodedField } from '@keneyapp/bff/features/terminology/view';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { CodedInput } from '../../components/form/coded-input.tsx';
import { noCodedValue } from '../../components/form/coded-value.ts';
import { SelectInput } from '../../components/form/select-field.tsx';
import { SubmitForm } from '../../components/submit-form.tsx';
import type { Favourite } from './favourite.ts';
import { fields, useFieldWord } from './use-field-word.ts';
import styles from './terminology.module.css';

interface Props {
  known: readonly Favourite[];
  isPending: boolean;
  /** `added` empties the field once it is in. */
  onAdd: (favourite: Favourite, added: () => void) => void;
}

/** A field, and a code that it takes; found as people find it in their forms. */
export function AddFavourite({ known, isPending, onAdd }: Props) {
  const t = useTranslations('terminology.favourites');
  const id = useId();
  const fieldWord = useFieldWord();
  const [field, setField] = useState<CodedField>(fields[0]);
  const [value, setValue] = useState(noCodedValue);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = () => {
    if (isPending) return;
    const { code, text: display } = value;
    const isKnown = known.some(
      (one) => one.field === field && one.system === code?.system && one.code === code.code,
    );
    setProblem(!code ? t('chooseOne') : isKnown ? t('already', { display }) : null);
    if (code && !isKnown) onAdd({ field, ...code, display }, () => setValue(noCodedValue));
    else document.getElementById(`${id}-code`)?.focus();
  };
  return (
    <SubmitForm onSubmit={submit} className={styles.adding}>
      <SelectInput
        id={`${id}-field`}
        label={t('field')}
        value={field}
        onChange={(value) => {
          const next = fields.find((one) => one === value);
          if (!next) return;
          setField(next);
          setProblem(null);
          // a code of one field is none of another
          setValue(({ text }) => ({ text, code: null }));
        }}
        options={fields.map((one) => ({ value: one, word: fieldWord(one) }))}
      />
      <CodedInput
        key={field}
        id={`${id}-code`}
        label={t('code')}
        binding={field}
        takesText={false}
        hasFavourites={false}
        placeholder={t('codeExample')}
        value={value}
        problem={problem}
        onChange={(next) => {
          setValue(next);
          setProblem(null);
        }}
      />
      <Button type="submit" variant="contained" loading={isPending}>
        {t('add')}
      </Button>
    </SubmitForm>
  );
}
