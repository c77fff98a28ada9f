'use client';
import type { Found } from '@keneyapp/bff/features/tasks/view';
import Autocomplete from '@mui/material/Autocomplete';
import OutlinedInput from '@mui/material/OutlinedInput';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import list from '../../components/list.module.css';
import { describedBy, FieldFrame } from '../../components/form/field-frame.tsx';
import { useDebounced } from '../../components/use-debounced.ts';
import { useTRPC } from '../../trpc/client.tsx';
import type { PersonValue } from './people-value.ts';
import styles from './tasks.module.css';
import { useTaskWords } from './use-task-words.ts';

interface Props {
  id: string;
  label: string;
  value: PersonValue;
  problem: string | null;
  onChange: (value: PersonValue) => void;
  onLeave?: () => void;
  isLocked?: boolean;
  /** Somebody, and no unit. */
  isPersonOnly?: boolean;
  /** What is wrong is said aloud here, where no summary does. */
  isAnnounced?: boolean;
}

const keyOf = ({ key, role }: Pick<Found, 'key' | 'role'>) => `${key}#${role ?? ''}`;

/** Somebody, a unit or a role in it, found by typing; only what was chosen from the list counts. */
export function PeopleInput({
  id,
  label,
  value,
  problem,
  onChange,
  onLeave,
  isLocked = false,
  isPersonOnly = false,
  isAnnounced = false,
}: Props) {
  const t = useTranslations('tasks.people');
  const c = useTranslations('common.coded');
  const words = useTaskWords();
  const unit = useTranslations('tasks');
  const [isOpen, setIsOpen] = useState(false);
  const [said, setSaid] = useState(problem);
  if (problem !== said) {
    setSaid(problem);
    // what is wrong is not covered, also where the focus was led here before it was said
    if (problem !== null) setIsOpen(false);
  }
  /** What was chosen although nobody is known there. */
  const [empty, setEmpty] = useState<string | null>(null);
  const typed = useDebounced(value.key === '' ? value.text.trim() : '', 150);
  const { data, error, isPlaceholderData } = useQuery(
    useTRPC().tasks.find.queryOptions(
      { words: typed.slice(0, 60) },
      { enabled: isOpen, placeholderData: keepPreviousData, staleTime: 60_000, retry: false },
    ),
  );
  const found = (data ?? []).filter(({ kind }) => !isPersonOnly || kind === 'person');
  const isBehind = isPlaceholderData || typed !== (value.key === '' ? value.text.trim() : '');
  const nameOf = (one: Found) =>
    one.kind === 'unit' ? unit('unit', { unit: one.name ?? unit('unknown') }) : words.addressee(one);
  const chosen = value.key === '' ? null : { key: value.key, role: value.role || null };
  const option = chosen && {
    ...{ name: value.text, units: [], kind: 'person' as const, isEmpty: false },
    ...found.find((one) => keyOf(one) === keyOf(chosen)),
    ...chosen,
  };
  return (
    <FieldFrame
      id={id}
      label={label}
      problem={problem}
      isAnnounced={isAnnounced}
      isWide
      hint={chosen ? (keyOf(chosen) === empty ? t('empty') : null) : t('hint')}
    >
      <Autocomplete<Found>
        id={id}
        fullWidth
        forcePopupIcon={false}
        openOnFocus
        autoHighlight={value.text.trim() !== '' && chosen === null}
        clearOnBlur={false}
        readOnly={isLocked}
        open={isOpen}
        onOpen={({ type }) => {
          if (type !== 'focus' || problem === null) setIsOpen(true);
        }}
        onClose={() => setIsOpen(false)}
        options={found}
        filterOptions={(all) => all}
        getOptionKey={keyOf}
        getOptionLabel={(one) => (one === option ? value.text : nameOf(one))}
        isOptionEqualToValue={(a, b) => keyOf(a) === keyOf(b)}
        // the lines are still those of what was typed before
        getOptionDisabled={() => isBehind}
        value={option}
        inputValue={value.text}
        onInputChange={(_, text, reason) => {
          if (reason === 'input' || reason === 'clear') onChange({ text, key: '', role: '' });
        }}
        onChange={(_, one) => {
          if (!one) return;
          setEmpty(one.isEmpty ? keyOf(one) : null);
          onChange({ text: nameOf(one), key: one.key, role: one.role ?? '' });
        }}
        loading={isOpen && (data === undefined || isBehind)}
        loadingText={error ? t('failed') : t('searching')}
        noOptionsText={error ? t('failed') : t('none')}
        onBlur={() => onLeave?.()}
        slotProps={{
          clearIndicator: { title: c('clear'), 'aria-label': c('clear') },
          listbox: { 'aria-label': label },
        }}
        renderOption={({ key, ...props }, one) => (
          <li key={key} {...props}>
            <span className={styles.option}>
              {nameOf(one)}
              {one.units.length > 0 && <span className={list.note}>{one.units.join(', ')}</span>}
              {one.isEmpty && <span className={list.note}>{t('empty')}</span>}
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
            placeholder={t(isPersonOnly ? 'placeholderPerson' : 'placeholder')}
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
      <span className="visually-hidden" role="status">
        {isOpen && !isBehind && data ? t('count', { n: found.length }) : ''}
      </span>
    </FieldFrame>
  );
}
