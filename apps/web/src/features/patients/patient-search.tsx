'use client';
import type { PatientHit } from '@keneyapp/bff/features/patients/view';
import SearchIcon from '@mui/icons-material/Search';
import { useEarlyEntry } from '@keneyapp/ui/early-entry';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import { useTranslations } from 'next-intl';
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { useAwaitedEnter } from '../../components/use-awaited-enter.ts';
import { lastSearch, useLiveSearch } from '../../components/use-live-search.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import { PatientRow } from './patient-row.tsx';
import styles from './patient-search.module.css';

/** Search as you type; the patients opened lately while nothing is typed. Arrows move between the field and the results. */
export function PatientSearch({ nothingHere }: { nothingHere?: ReactNode }) {
  const t = useTranslations('patients.search');
  const c = useTranslations('common');
  const f = useFormats();
  const [query, setQuery] = useState(lastSearch.words);
  const list = useRef<HTMLOListElement>(null);
  const { hits, result, isSearching, error, retry } = useLiveSearch(query, {
    enabled: true,
    limit: 30,
    recent: 12,
  });
  const isEmpty = query.trim() === '';

  const enter = useAwaitedEnter(isSearching, hits.length, () => list.current?.querySelector('a')?.click());

  const change = (value: string) => {
    Object.assign(lastSearch, { words: value, at: Date.now() });
    setQuery(value);
    enter.forget();
  };
  const field = useEarlyEntry<HTMLInputElement>(query, change);
  const links = () => [...(list.current?.querySelectorAll('a') ?? [])];

  const onKeyDown = (event: KeyboardEvent) => {
    const all = links();
    const here = all.indexOf(document.activeElement as HTMLAnchorElement);
    if (event.key === 'ArrowDown' && all.length) {
      event.preventDefault();
      all[Math.min(here + 1, all.length - 1)]?.focus();
    } else if (event.key === 'ArrowUp' && here >= 0) {
      event.preventDefault();
      if (here === 0) field.current?.focus();
      else all[here - 1]?.focus();
    } else if (event.key === 'Enter' && event.target === field.current) {
      event.preventDefault();
      if (isSearching) enter.await();
      else all[0]?.click();
    } else if (event.key === 'Escape' && query) {
      event.preventDefault();
      change('');
      field.current?.focus();
    }
    // a letter typed on a result goes on with the search
    else if (
      here >= 0 &&
      event.key.length === 1 &&
      !event.ctrlKey &&
      !event.metaKey &&
      !event.altKey &&
      event.key !== ' '
    )
      field.current?.focus();
  };

  const understood =
    result &&
    [
      result.understood.birthDate &&
        t('understood.birthDate', { date: f.date(result.understood.birthDate) ?? '' }),
      result.understood.ins && t('understood.ins', { ins: result.understood.ins }),
      result.understood.identifier && t('understood.identifier', { id: result.understood.identifier }),
    ]
      .filter(Boolean)
      .join(' · ');

  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- the field and the links inside hold the focus; their arrows are handled once, here
    <div className={styles.page} onKeyDown={onKeyDown}>
      <div role="search" className={styles.search}>
        <SearchIcon aria-hidden />
        <input
          ref={field}
          type="search"
          className={styles.input}
          aria-label={t('label')}
          placeholder={t('placeholder')}
          aria-describedby="search-hint"
          // eslint-disable-next-line jsx-a11y/no-autofocus -- the page is this field
          autoFocus
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          value={query}
          onChange={(e) => change(e.target.value)}
        />
        {isSearching && !isEmpty && <span className={styles.busy} aria-hidden />}
      </div>
      <p className={styles.hint} id="search-hint">
        {result?.hint ? <strong>{t(`hints.${result.hint}`)}</strong> : understood || t('examples')}
      </p>
      <h2 className={styles.heading}>
        {isEmpty
          ? t('recent')
          : error
            ? t('results')
            : result?.hasMore
              ? t('more', { n: hits.length })
              : t('count', { n: hits.length })}
      </h2>
      <p className="visually-hidden" role="status">
        {!isEmpty && !isSearching && result
          ? result.hasMore
            ? t('more', { n: hits.length })
            : t('count', { n: hits.length })
          : ''}
      </p>
      {result?.isPartial && !isEmpty && (
        <p role="alert" className={styles.hint}>
          {t('partial')}
        </p>
      )}
      {error ? (
        <CallFailed error={error} retry={retry} />
      ) : hits.length > 0 ? (
        <ol className={styles.list} ref={list} aria-busy={isSearching}>
          {hits.map((hit: PatientHit) => (
            <PatientRow
              key={hit.id}
              patient={hit}
              openedAt={'openedAt' in hit ? String(hit.openedAt) : null}
            />
          ))}
        </ol>
      ) : isSearching ? (
        <LoadingRows rows={6} widths={[30, 18, 8, 12, 16]} label={c('state.loading')} />
      ) : (
        <EmptyState title={isEmpty ? t('noRecent') : result?.isPartial ? t('nothingPartial') : t('nothing')}>
          {!isEmpty && <p>{t('nothingHelp')}</p>}
          {!isEmpty && nothingHere && <p>{nothingHere}</p>}
        </EmptyState>
      )}
    </div>
  );
}
