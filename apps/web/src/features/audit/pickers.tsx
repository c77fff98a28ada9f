'use client';
import type { PatientLabel } from '@keneyapp/bff/features/audit/view';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDebounced } from '../../components/use-debounced.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { Picker } from './picker.tsx';
import { useAuditWords } from './words.ts';

interface Props {
  value: string | null;
  onChange: (id: string | null) => void;
}

export function usePatientNote() {
  const f = useFormats();
  return ({ birthDate, ipp }: PatientLabel) =>
    [f.date(birthDate), ipp && `IPP ${ipp}`].filter(Boolean).join(' · ') || null;
}

/** A patient, by identity alone: names, birth date, hospital number. */
export function PatientPicker({ value, onChange }: Props) {
  const t = useTranslations('audit');
  const trpc = useTRPC();
  const noteOf = usePatientNote();
  const [query, setQuery] = useState('');
  const typed = useDebounced(query.trim(), 150),
    isAsked = query.trim().length >= 2;
  const found = useQuery({
    ...trpc.audit.patients.queryOptions({ query: typed }),
    enabled: isAsked && typed.length >= 2,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  const named = useQuery({
    ...trpc.audit.names.queryOptions({ patientId: value ?? '' }),
    enabled: value !== null,
    staleTime: 60_000,
  });
  const word = named.data?.patient
    ? named.data.patient.name
    : named.isFetched
      ? t('list.unknownPatient', { id: value ?? '' })
      : null;
  return (
    <Picker
      label={t('filters.patient')}
      placeholder={t('filters.patientPlaceholder')}
      chosen={value === null ? null : { id: value, word }}
      onChoose={onChange}
      query={query}
      onQuery={setQuery}
      isAsked={isAsked}
      isSearching={found.isFetching || typed !== query.trim()}
      choices={isAsked ? (found.data ?? []).map((p) => ({ id: p.id, word: p.name, note: noteOf(p) })) : []}
    />
  );
}

/** A person the trail knows. */
export function PersonPicker({ value, onChange }: Props) {
  const t = useTranslations('audit');
  const trpc = useTRPC();
  const words = useAuditWords();
  const [query, setQuery] = useState('');
  const typed = useDebounced(query.trim(), 150);
  const found = useQuery({
    ...trpc.audit.people.queryOptions({ query: typed }),
    enabled: query.trim() !== '' && value === null,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  const named = useQuery({
    ...trpc.audit.names.queryOptions({ userId: value ?? '' }),
    enabled: value !== null,
    staleTime: 60_000,
  });
  return (
    <Picker
      label={t('filters.person')}
      placeholder={t('filters.personPlaceholder')}
      chosen={
        value === null ? null : { id: value, word: named.data?.person ?? (named.isFetched ? value : null) }
      }
      onChoose={onChange}
      query={query}
      onQuery={setQuery}
      isAsked={query.trim() !== ''}
      isSearching={found.isFetching || typed !== query.trim()}
      choices={(found.data ?? []).map((p) => ({ id: p.userId, word: p.name, note: words.role(p.role) }))}
    />
  );
}
