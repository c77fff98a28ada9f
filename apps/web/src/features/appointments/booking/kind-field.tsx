'use client';
import type { KindView } from '@keneyapp/bff/features/appointments/booking-view';
import { folded } from '@keneyapp/clinical';
import Autocomplete from '@mui/material/Autocomplete';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { describedBy, FieldFrame } from '../../../components/form/field-frame.tsx';

interface Props {
  id: string;
  label: string;
  kinds: readonly KindView[];
  value: string | null;
  onChange: (kind: string | null) => void;
  isLocked?: boolean;
  hint?: string;
}

/** A kind of visit, by its service; every word that is typed begins one of its words. */
export function KindField({ id, label, kinds, value, onChange, isLocked = false, hint }: Props) {
  const t = useTranslations('appointments.booking.wanted');
  const c = useTranslations('common.coded');
  const sorted = useMemo(
    () =>
      [...kinds].sort(
        (a, b) =>
          (a.service?.name ?? '').localeCompare(b.service?.name ?? '', 'fr') ||
          a.name.localeCompare(b.name, 'fr'),
      ),
    [kinds],
  );
  const chosen = sorted.find((one) => one.id === value) ?? null;
  const group = ({ service }: KindView) => service?.name ?? t('noService');
  return (
    <FieldFrame
      id={id}
      label={label}
      hint={chosen ? `${group(chosen)} · ${t('minutes', { n: chosen.minutes })}` : hint}
    >
      <Autocomplete<KindView>
        id={id}
        fullWidth
        openOnFocus
        autoHighlight
        readOnly={isLocked}
        options={sorted}
        groupBy={group}
        filterOptions={(all, { inputValue }) =>
          inputValue === chosen?.name ? all : all.filter((one) => answers(one, inputValue))
        }
        getOptionKey={(one) => one.id}
        getOptionLabel={(one) => one.name}
        isOptionEqualToValue={(a, b) => a.id === b.id}
        value={chosen}
        onChange={(_, one) => onChange(one?.id ?? null)}
        noOptionsText={t('noKind')}
        slotProps={{
          clearIndicator: { title: c('clear'), 'aria-label': c('clear') },
          popupIndicator: { title: t('openKinds'), 'aria-label': t('openKinds') },
          listbox: { 'aria-label': label },
        }}
        renderOption={({ key, ...props }, one) => (
          <li key={key} {...props}>
            <span>
              {one.name} <span className="muted">{t('minutes', { n: one.minutes })}</span>
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
            placeholder={t('kindPlaceholder')}
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
  );
}

function answers(kind: KindView, typed: string): boolean {
  const parts = folded(`${kind.name} ${kind.service?.name ?? ''}`).split(/[\s’'()–-]+/);
  return folded(typed)
    .split(/[\s’'()–-]+/)
    .filter(Boolean)
    .every((word) => parts.some((part) => part.startsWith(word)));
}
