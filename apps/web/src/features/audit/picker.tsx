'use client';
import IconButton from '@mui/material/IconButton';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useTranslations } from 'next-intl';
import { useId, useState, type KeyboardEvent } from 'react';
import { FieldFrame } from '../../components/form/field-frame.tsx';
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

/** Chooses one of many by typing: a combobox with a list box, as the ARIA practices describe. What is chosen stands as a chip. */
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
  const [active, setActive] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const at = Math.min(active, choices.length - 1),
    isShown = isOpen && isAsked;
  const choose = (choice: Choice | undefined) => {
    if (!choice) return;
    onChoose(choice.id);
    onQuery('');
    setOpen(false);
    setActive(0);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      if (choices.length > 0)
        setActive(
          (at + (event.key === 'ArrowDown' ? (isShown ? 1 : 0) : -1) + choices.length) % choices.length,
        );
    } else if (event.key === 'Enter' && isShown) {
      event.preventDefault();
      choose(choices[at]);
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    }
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
            aria-label={t('remove', { name: chosen.word ?? chosen.id })}
            onClick={() => onChoose(null)}
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
        <OutlinedInput
          id={id}
          size="small"
          placeholder={placeholder}
          autoComplete="off"
          value={query}
          onChange={(event) => {
            onQuery(event.target.value);
            setOpen(true);
            setActive(0);
          }}
          onFocus={() => setOpen(true)}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
          slotProps={{
            input: {
              role: 'combobox',
              spellCheck: false,
              'aria-expanded': isShown,
              'aria-controls': `${id}-list`,
              'aria-autocomplete': 'list',
              'aria-activedescendant': isShown && choices.length > 0 ? `${id}-${at}` : undefined,
            },
          }}
        />
      </FieldFrame>
      <div className={form.popup} hidden={!isShown}>
        <ul id={`${id}-list`} role="listbox" aria-label={label}>
          {choices.map((choice, i) => (
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- the keys are those of the field, which keeps the focus
            <li
              key={choice.id}
              id={`${id}-${i}`}
              role="option"
              aria-selected={i === at}
              className={form.option}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(choice)}
            >
              {choice.word}
              {choice.note && <span className={styles.note}>{choice.note}</span>}
            </li>
          ))}
        </ul>
        {choices.length === 0 && <p className={form.noChoice}>{isSearching ? t('searching') : t('none')}</p>}
      </div>
      <p role="status" className="visually-hidden">
        {isShown && !isSearching ? t('results', { n: choices.length }) : ''}
      </p>
    </div>
  );
}
