'use client';
import type { Professional } from '@keneyapp/bff/features/consents/view';
import IconButton from '@mui/material/IconButton';
import OutlinedInput from '@mui/material/OutlinedInput';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { describedBy, FieldFrame } from '../../components/form/field-frame.tsx';
import { useField } from '../../components/form/use-field.ts';
import { useDebounced } from '../../components/use-debounced.ts';
import { useTRPC } from '../../trpc/client.tsx';
import type { ConsentForm } from './consent-form.ts';
import styles from './consents.module.css';
import { searchOnEnter } from './search-on-enter.ts';

const detail = ({ profession, unit }: Professional) => [profession, unit].filter(Boolean).join(' · ');

/** Professionals, found by their names; each that is chosen can be taken back. */
export function ProfessionalsField({ form, patientId }: { form: ConsentForm; patientId: string }) {
  const t = useTranslations('consents.object');
  const { id, label, value, problem, isLocked, change } = useField({ form, name: 'professionals' });
  const chosen = value as Professional[];
  const [query, setQuery] = useState('');
  const typed = useDebounced(query.trim(), 200);
  const found = useQuery({
    ...useTRPC().consents.professionals.queryOptions({ patientId, query: typed }),
    enabled: typed.length > 1,
    placeholderData: keepPreviousData,
  });
  const hits =
    typed.length > 1
      ? (found.data?.professionals ?? []).filter((hit) => !chosen.some((one) => one.id === hit.id))
      : [];
  return (
    <>
      <div>
        <FieldFrame
          id={id}
          label={label}
          hint={found.data?.hasMore && typed.length > 1 ? t('more') : t('searchHelp')}
          problem={problem}
        >
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
                'aria-describedby': describedBy(id, problem),
                'aria-invalid': problem !== null,
              },
            }}
          />
        </FieldFrame>
        <p className="visually-hidden" role="status">
          {typed.length > 1 && found.data && !found.isFetching ? t('found', { n: hits.length }) : ''}
        </p>
        {found.error && <CallFailed error={found.error} retry={() => void found.refetch()} />}
        {hits.length > 0 && (
          <ul className={styles.hits}>
            {hits.map((hit) => (
              <li key={hit.id}>
                <button
                  type="button"
                  onClick={() => {
                    change([...chosen, hit]);
                    setQuery('');
                    form.focus('professionals');
                  }}
                >
                  <b>{hit.name}</b> <span className="muted">{detail(hit)}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
        {typed.length > 1 && found.data && hits.length === 0 && !found.isFetching && (
          <p className={styles.small}>{t('nothing')}</p>
        )}
      </div>
      {chosen.length > 0 && (
        <div>
          <h3 className={styles.small}>{t('chosen')}</h3>
          <ul className={styles.chosen}>
            {chosen.map((one) => (
              <li key={one.id}>
                <span>
                  <b>{one.name}</b> <span className="muted">{detail(one)}</span>
                </span>
                <IconButton
                  aria-label={t('remove', { name: one.name })}
                  onClick={() => change(chosen.filter(({ id: other }) => other !== one.id))}
                >
                  <span aria-hidden>×</span>
                </IconButton>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
