'use client';
import Button from '@mui/material/Button';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { describedBy, FieldFrame } from '../../components/form/field-frame.tsx';
import { useField } from '../../components/form/use-field.ts';
import { PatientLine } from '../../components/patient-line.tsx';
import { useLiveSearch } from '../../components/use-live-search.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import type { ConsentForm, Delegate } from './consent-form.ts';
import styles from './consents.module.css';
import { searchOnEnter } from './search-on-enter.ts';

/** Staff find the person among the patients of the house, by the same search as everywhere. */
export function DelegateSearch({ form }: { form: ConsentForm }) {
  const t = useTranslations('consents.delegate');
  const f = useFormats();
  const { id, label, value, problem, isLocked, change, leave } = useField({ form, name: 'delegate' });
  const chosen = value as Delegate | null;
  const [query, setQuery] = useState('');
  const isTyped = query.trim().length > 1;
  const { hits, isSearching, error, retry } = useLiveSearch(query, { enabled: isTyped, limit: 8, recent: 0 });
  const choose = (delegate: Delegate | null) => {
    change(delegate);
    leave();
  };
  if (chosen)
    return (
      <FieldFrame id={id} label={label} problem={problem} isGroup>
        <p className={styles.chosenOne}>
          <b>{t('chosen', { name: chosen.name })}</b>{' '}
          <Button id={id} onClick={() => choose(null)}>
            {t('change')}
          </Button>
        </p>
      </FieldFrame>
    );
  return (
    <div>
      <FieldFrame id={id} label={label} hint={t('searchHelp')} problem={problem}>
        <OutlinedInput
          id={id}
          type="search"
          size="small"
          autoComplete="off"
          value={query}
          onChange={(e) => setQuery(e.target.value)}
          onKeyDown={searchOnEnter}
          slotProps={{
            input: {
              readOnly: isLocked,
              spellCheck: false,
              'aria-describedby': describedBy(id, problem),
              'aria-invalid': problem !== null,
            },
          }}
        />
      </FieldFrame>
      {error ? (
        <CallFailed error={error} retry={retry} />
      ) : isTyped && hits.length > 0 ? (
        <ul className={styles.hits}>
          {hits.map((hit) => (
            <li key={hit.id}>
              <button type="button" onClick={() => choose({ id: hit.id, name: f.fullName(hit) })}>
                <PatientLine patient={hit} />
              </button>
            </li>
          ))}
        </ul>
      ) : (
        isTyped &&
        !isSearching && (
          <p className={styles.small} role="status">
            {t('nothing')}
          </p>
        )
      )}
    </div>
  );
}
