'use client';
import type { ConsentEntry } from '@keneyapp/bff/features/consents/view';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { daysOf, type Terms } from './consent-form.ts';
import { useFormats } from '../../i18n/use-formats.ts';

/** When a decision was made, until when it holds, and by whom it was written down. */
export function useEntryWords() {
  const t = useTranslations('consents');
  const f = useFormats();
  return useMemo(() => {
    const by = ({ recordedBy }: ConsentEntry) =>
      recordedBy?.isPatient
        ? t('by.patient')
        : recordedBy?.name
          ? t('by.staff', { name: recordedBy.name })
          : t('by.unknown');
    const period = ({ from, until }: ConsentEntry) =>
      [from && t('from', { date: f.date(from) ?? '' }), until && t('until', { date: f.date(until) ?? '' })]
        .filter(Boolean)
        .join(', ') || null;
    const about = (entry: ConsentEntry) =>
      [
        t('since', { date: f.date(entry.from ?? entry.recordedAt) ?? '?' }),
        entry.until && t('until', { date: f.date(entry.until) ?? '' }),
        by(entry),
        entry.confirmedBy &&
          (entry.confirmedBy.isPatient
            ? t('by.confirmedByPatient')
            : t('by.confirmed', { name: entry.confirmedBy.name ?? '?' })),
        entry.signedOn && t('signedOn', { date: f.date(entry.signedOn) ?? '' }),
      ]
        .filter(Boolean)
        .join(', ');
    return {
      t,
      f,
      by,
      period,
      persons: ({ persons }: ConsentEntry) =>
        persons.map((p) => p.name ?? t('withdrawAsk.unknown')).join(', ') || null,
      /** `Délégation à un proche : accès donné (Luc Martin)`. */
      what: (entry: ConsentEntry) => {
        const names = entry.persons.map((p) => p.name ?? t('withdrawAsk.unknown')).join(', ');
        const decision = t(`history.decision.${entry.decision}`, { kind: entry.kind });
        const title = t(`kind.${entry.kind}.title`);
        return names === ''
          ? t('whatOf', { title, decision })
          : t('whatOfPersons', { title, decision, names });
      },
      /** What is about to be saved, beside what holds. */
      typed: (what: string, values: Terms) => {
        const { from, until, signedOn } = daysOf(values);
        return [
          what,
          from && t('from', { date: f.date(from) ?? '' }),
          until && t('until', { date: f.date(until) ?? '' }),
          signedOn && t('signedOn', { date: f.date(signedOn) ?? '' }),
        ]
          .filter(Boolean)
          .join(', ');
      },
      /** Everybody these decisions name. */
      named: (entries: readonly ConsentEntry[]) =>
        entries
          .flatMap((e) =>
            e.persons.length === 0 ? [t('withdrawAsk.unknown')] : e.persons.map((p) => p.name ?? p.reference),
          )
          .join(', ') || null,
      /** How it stands, since when, by whom. */
      stands: (entry: ConsentEntry) => `${t(`history.state.${entry.state}`)}, ${about(entry)}`,
      about,
    };
  }, [t, f]);
}
