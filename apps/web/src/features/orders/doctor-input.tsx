'use client';
import Autocomplete from '@mui/material/Autocomplete';
import OutlinedInput from '@mui/material/OutlinedInput';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { describedBy, FieldFrame } from '../../components/form/field-frame.tsx';
import { useDebounced } from '../../components/use-debounced.ts';
import list from '../../components/list.module.css';
import { useTRPC } from '../../trpc/client.tsx';
import type { VerbalText } from './basket.ts';

interface Props {
  id: string;
  label: string;
  value: VerbalText['doctor'];
  problem: string | null;
  isLocked: boolean;
  onChange: (value: VerbalText['doctor']) => void;
}

/** Somebody of the directory, found by typing; only who was chosen from the list counts, and whether they are a doctor says the server. */
export function DoctorInput({ id, label, value, problem, isLocked, onChange }: Props) {
  const t = useTranslations('orders.verbal');
  const [isOpen, setOpen] = useState(false);
  const typed = useDebounced(value.key === '' ? value.text.trim() : '', 150);
  const { data, error, isPlaceholderData } = useQuery(
    useTRPC().tasks.find.queryOptions(
      { words: typed.slice(0, 60) },
      { enabled: isOpen, placeholderData: keepPreviousData, staleTime: 60_000, retry: false },
    ),
  );
  const isBehind = isPlaceholderData || typed !== (value.key === '' ? value.text.trim() : '');
  const people = (data ?? []).flatMap(({ kind, key, name, units }) =>
    kind === 'person' && name !== null ? [{ key, text: name, units }] : [],
  );
  return (
    <FieldFrame id={id} label={label} problem={problem} isWide>
      <Autocomplete
        id={id}
        fullWidth
        forcePopupIcon={false}
        openOnFocus
        clearOnBlur={false}
        readOnly={isLocked}
        onOpen={() => setOpen(true)}
        onClose={() => setOpen(false)}
        options={people}
        filterOptions={(all) => all}
        getOptionKey={({ key }) => key}
        getOptionLabel={({ text }) => text}
        isOptionEqualToValue={(a, b) => a.key === b.key}
        // the lines are still those of what was typed before
        getOptionDisabled={() => isBehind}
        value={value.key === '' ? null : { ...value, units: [] }}
        inputValue={value.text}
        onInputChange={(_, text, reason) => {
          if (reason === 'input' || reason === 'clear') onChange({ text, key: '' });
        }}
        onChange={(_, one) => {
          if (one) onChange({ text: one.text, key: one.key });
        }}
        loading={isOpen && (data === undefined || isBehind)}
        loadingText={error ? t('failed') : t('searching')}
        noOptionsText={error ? t('failed') : t('none')}
        slotProps={{ listbox: { 'aria-label': label } }}
        renderOption={({ key, ...props }, { text, units }) => (
          <li key={key} {...props}>
            <span>
              {text}
              {units.length > 0 && <span className={list.note}>{units.join(', ')}</span>}
            </span>
          </li>
        )}
        renderInput={({ slotProps }) => (
          <OutlinedInput
            id={id}
            size="small"
            fullWidth
            ref={slotProps.input.ref}
            onMouseDown={slotProps.input.onMouseDown}
            endAdornment={slotProps.input.endAdornment}
            className={slotProps.input.className}
            placeholder={t('search')}
            slotProps={{
              input: {
                ...slotProps.htmlInput,
                autoComplete: 'off',
                spellCheck: false,
                maxLength: 200,
                'aria-describedby': describedBy(id, problem),
                'aria-invalid': problem !== null,
              },
            }}
          />
        )}
      />
    </FieldFrame>
  );
}
