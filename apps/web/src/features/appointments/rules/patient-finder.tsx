'use client';
import type { PatientHit, RecentPatient } from '@keneyapp/bff/features/patients/view';
import Button from '@mui/material/Button';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { FieldValues } from 'react-hook-form';
import { CallFailed } from '../../../components/call-failed.tsx';
import { describedBy, FieldFrame } from '../../../components/form/field-frame.tsx';
import { useField, type FieldProps } from '../../../components/form/use-field.ts';
import { PatientLine } from '../../../components/patient-line.tsx';
import { useLiveSearch } from '../../../components/use-live-search.ts';
import { useFormats } from '../../../i18n/use-formats.ts';
import styles from './rules.module.css';

type Found = PatientHit | RecentPatient;

/** A patient, found while their name is typed. */
export function PatientFinder<T extends FieldValues>({
  form,
  name,
  onChoose,
}: FieldProps<T> & { onChoose: (found: Found) => void }) {
  const t = useTranslations('rules.waiting.dialog');
  const f = useFormats();
  const { id, label, problem } = useField({ form, name });
  const [typed, setTyped] = useState('');
  const { hits, isSearching, error, retry } = useLiveSearch(typed, { enabled: true, limit: 6, recent: 4 });
  return (
    <div className={styles.wide}>
      <FieldFrame id={id} label={label} problem={problem} hint={t('find')}>
        <OutlinedInput
          id={id}
          value={typed}
          autoComplete="off"
          size="small"
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.ctrlKey) return;
            event.preventDefault();
            const [only, ...others] = hits;
            if (only && others.length === 0 && !isSearching) onChoose(only);
          }}
          slotProps={{
            input: { 'aria-describedby': describedBy(id, problem), 'aria-invalid': problem !== null },
          }}
        />
      </FieldFrame>
      {error ? (
        <CallFailed error={error} retry={retry} />
      ) : (
        <ul className={styles.people} aria-label={t('found')}>
          {hits.map((hit) => (
            <li key={hit.id}>
              <PatientLine patient={{ ...hit, location: null }} />
              <Button
                size="small"
                variant="outlined"
                aria-label={`${t('choose')} ${f.fullName(hit)}`}
                onClick={() => onChoose(hit)}
              >
                {t('choose')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {typed.trim() !== '' && !isSearching && !error && hits.length === 0 && (
        <p role="status">{t('nobody')}</p>
      )}
    </div>
  );
}
