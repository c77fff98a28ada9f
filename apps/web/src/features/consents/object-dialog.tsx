'use client';
import type { Professional } from '@keneyapp/bff/features/consents/view';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { useDebounced } from '../../components/use-debounced.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { ConsentDialog } from './consent-dialog.tsx';
import styles from './consents.module.css';
import { freshTerms, problemsOfTerms, termsInput, TermsFields } from './terms.tsx';
import { useChange, type ChangeProps } from './use-change.ts';
import { useEntryWords } from './use-entry-words.ts';

/** Keeps named professionals out of the record. */
export function ObjectDialog({ patientId, view, onClose }: ChangeProps) {
  const change = useChange({ patientId, view, onClose });
  const { t, key, name, saved, failed } = change;
  const { named, typed: typedWords } = useEntryWords();
  const trpc = useTRPC();
  const id = useId();
  const [terms, setTerms] = useState(() => freshTerms(view.isOwn));
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<Professional[]>([]);
  const [isChecked, setChecked] = useState(false);
  const typed = useDebounced(query.trim(), 200);
  const found = useQuery({
    ...trpc.consents.professionals.queryOptions({ patientId, query: typed }),
    enabled: typed.length > 1,
    placeholderData: keepPreviousData,
  });
  const hits =
    typed.length > 1
      ? (found.data?.professionals ?? []).filter((hit) => !chosen.some((c) => c.id === hit.id))
      : [];
  const object = useMutation(
    trpc.consents.object.mutationOptions({
      onSuccess: (next) => saved(next, t('object.saved')),
      onError: failed,
    }),
  );
  const problems = [...(chosen.length === 0 ? (['professionals'] as const) : []), ...problemsOfTerms(terms)];
  const detail = ({ profession, unit }: Professional) => [profession, unit].filter(Boolean).join(' · ');
  return (
    <ConsentDialog
      title={t('object.title')}
      name={name}
      confirm={t('object.confirm')}
      isSaving={object.isPending}
      error={object.error}
      onClose={onClose}
      change={change}
      subject={{
        label: t('kind.objection.title'),
        of: ({ objections }) => named(objections) ?? t('noObjections'),
        mine: typedWords(chosen.map((c) => c.name).join(', '), terms),
        covers: () => false,
      }}
      problems={isChecked ? problems.map((p) => t(`dialog.errors.${p}`)) : []}
      effect={<p>{t('object.effect', { n: chosen.length })}</p>}
      onSubmit={(token) => {
        setChecked(true);
        if (problems.length === 0)
          object.mutate({
            patientId,
            key,
            token,
            professionalIds: chosen.map((c) => c.id),
            ...termsInput(terms),
          });
      }}
    >
      <div className={styles.field}>
        <label htmlFor={id}>{t('object.search')}</label>
        <input
          type="search"
          id={id}
          autoComplete="off"
          value={query}
          onChange={(e) => setQuery(e.target.value)}
          aria-describedby={`${id}-help`}
          onKeyDown={(e) => {
            if (e.key === 'Enter' && !e.ctrlKey && !e.metaKey) e.preventDefault();
          }}
        />
        <p className={styles.help} id={`${id}-help`}>
          {found.data?.hasMore && typed.length > 1 ? t('object.more') : t('object.searchHelp')}
        </p>
        <p className="visually-hidden" role="status">
          {typed.length > 1 && found.data && !found.isFetching ? t('object.found', { n: hits.length }) : ''}
        </p>
        {found.error && <CallFailed error={found.error} retry={() => void found.refetch()} />}
        {hits.length > 0 && (
          <ul className={styles.hits}>
            {hits.map((hit) => (
              <li key={hit.id}>
                <button
                  type="button"
                  onClick={() => {
                    setChosen([...chosen, hit]);
                    setQuery('');
                    document.getElementById(id)?.focus();
                  }}
                >
                  <b>{hit.name}</b> <span className="muted">{detail(hit)}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
        {typed.length > 1 && found.data && hits.length === 0 && !found.isFetching && (
          <p className={styles.help}>{t('object.nothing')}</p>
        )}
      </div>
      {chosen.length > 0 && (
        <div>
          <h3 className={styles.small}>{t('object.chosen')}</h3>
          <ul className={styles.chosen}>
            {chosen.map((c) => (
              <li key={c.id}>
                <span>
                  <b>{c.name}</b> <span className="muted">{detail(c)}</span>
                </span>
                <button
                  type="button"
                  aria-label={t('object.remove', { name: c.name })}
                  onClick={() => setChosen(chosen.filter((x) => x.id !== c.id))}
                >
                  <span aria-hidden>×</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
      <TermsFields terms={terms} onChange={setTerms} isOwn={view.isOwn} />
    </ConsentDialog>
  );
}
