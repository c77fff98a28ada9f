'use client';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { PatientLine } from '../../components/patient-line.tsx';
import { useLiveSearch } from '../../components/use-live-search.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import styles from './consents.module.css';

export interface Delegate {
  id: string;
  name: string;
}

/** Staff find the person among the patients of the house, by the same search as everywhere. */
export function DelegateSearch({
  chosen,
  onChoose,
}: {
  chosen: Delegate | null;
  onChoose: (delegate: Delegate | null) => void;
}) {
  const t = useTranslations('consents.delegate');
  const f = useFormats();
  const id = useId();
  const [query, setQuery] = useState('');
  const isTyped = query.trim().length > 1;
  const { hits, isSearching, error, retry } = useLiveSearch(query, { enabled: isTyped, limit: 8, recent: 0 });
  if (chosen)
    return (
      <p className={styles.chosenOne}>
        <b>{t('chosen', { name: chosen.name })}</b>{' '}
        <button type="button" onClick={() => onChoose(null)}>
          {t('change')}
        </button>
      </p>
    );
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{t('search')}</label>
      <input
        type="search"
        id={id}
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(e) => setQuery(e.target.value)}
        aria-describedby={`${id}-help`}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && !e.ctrlKey && !e.metaKey) e.preventDefault();
        }}
      />
      <p className={styles.help} id={`${id}-help`}>
        {t('searchHelp')}
      </p>
      {error ? (
        <CallFailed error={error} retry={retry} />
      ) : isTyped && hits.length > 0 ? (
        <ul className={styles.hits}>
          {hits.map((hit) => (
            <li key={hit.id}>
              <button type="button" onClick={() => onChoose({ id: hit.id, name: f.fullName(hit) })}>
                <PatientLine patient={hit} />
              </button>
            </li>
          ))}
        </ul>
      ) : (
        isTyped &&
        !isSearching && (
          <p className={styles.help} role="status">
            {t('nothing')}
          </p>
        )
      )}
    </div>
  );
}
