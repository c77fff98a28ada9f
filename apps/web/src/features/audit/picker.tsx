'use client';
import Autocomplete from '@mui/material/Autocomplete';
import IconButton from '@mui/material/IconButton';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useTranslations } from 'next-intl';
import { useEffect, useId, useRef, useState } from 'react';
import { describedBy, FieldFrame } from '../../components/form/field-frame.tsx';
import styles from './audit.module.css';
import form from './filters.module.css';

export interface Choice {
  id: string;
  word: string;
  note: string | null;
}

interface Props {
  label: string;
  placeholder: string;
  /** Chosen now; its word is null while it is being read. */
  chosen: { id: string; word: string | null } | null;
  onChoose: (id: string | null) => void;
  /** Whoever may be meant by what is typed. */
  query: string;
  onQuery: (query: string) => void;
  choices: readonly Choice[];
  isSearching: boolean;
  isAsked: boolean;
}

/** Chooses one of many by typing. What is chosen stands as a chip, and the keyboard goes on at the place that took its turn. */
export function Picker({
  label,
  placeholder,
  chosen,
  onChoose,
  query,
  onQuery,
  choices,
  isSearching,
  isAsked,
}: Props) {
  const t = useTranslations('audit.filters');
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const isShown = isOpen && isAsked;
  const field = useRef<HTMLInputElement>(null);
  const remove = useRef<HTMLButtonElement>(null);
  /** The person chose or removed here just now: a change of the address from elsewhere takes no focus. */
  const isMine = useRef(false);
  const isChosen = chosen !== null;
  useEffect(() => {
    if (!isMine.current) return;
    isMine.current = false;
    (isChosen ? remove : field).current?.focus();
  }, [isChosen]);
  const choose = (next: string | null) => {
    isMine.current = true;
    setOpen(false);
    onQuery('');
    onChoose(next);
  };

  if (chosen) {
    return (
      <div className={form.field}>
        <span className={form.label} id={`${id}-label`}>
          {label}
        </span>
        <span className={form.chosen} role="group" aria-labelledby={`${id}-label`}>
          <span className={form.chosenWord}>{chosen.word ?? '…'}</span>
          <IconButton
            ref={remove}
            aria-label={t('remove', { name: chosen.word ?? chosen.id })}
            onClick={() => choose(null)}
          >
            <span aria-hidden>×</span>
          </IconButton>
        </span>
      </div>
    );
  }
  return (
    <div className={form.field}>
      <FieldFrame id={id} label={label}>
        <Autocomplete<Choice>
          id={id}
          fullWidth
          forcePopupIcon={false}
          openOnFocus
          autoHighlight
          clearOnBlur={false}
          handleHomeEndKeys={false}
          open={isShown}
          onOpen={() => setOpen(true)}
          onClose={() => setOpen(false)}
          options={[...choices]}
          filterOptions={(all) => all}
          getOptionKey={(choice) => choice.id}
          getOptionLabel={(choice) => choice.word}
          value={null}
          inputValue={query}
          onInputChange={(_, text, reason) => {
            if (reason !== 'input' && reason !== 'clear') return;
            onQuery(text);
            setOpen(true);
          }}
          onChange={(_, choice) => choice && choose(choice.id)}
          loading={isSearching}
          loadingText={t('searching')}
          noOptionsText={t('none')}
          slotProps={{ listbox: { 'aria-label': label } }}
          renderOption={({ key, ...props }, choice) => (
            <li key={key} {...props}>
              <span>
                {choice.word}
                {choice.note && <span className={styles.note}>{choice.note}</span>}
              </span>
            </li>
          )}
          renderInput={({ slotProps }) => (
            <OutlinedInput
              id={id}
              size="small"
              fullWidth
              ref={slotProps.input.ref}
              inputRef={field}
              onMouseDown={slotProps.input.onMouseDown}
              className={slotProps.input.className}
              placeholder={placeholder}
              slotProps={{
                input: {
                  ...slotProps.htmlInput,
                  autoComplete: 'off',
                  spellCheck: false,
                  'aria-describedby': describedBy(id, null),
                },
              }}
            />
          )}
        />
      </FieldFrame>
      <p role="status" className="visually-hidden">
        {isShown && !isSearching ? t('results', { n: choices.length }) : ''}
      </p>
    </div>
  );
}
