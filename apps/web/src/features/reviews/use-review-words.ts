'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';

const knownKinds = ['vital', 'continuity', 'unconscious', 'transfer', 'other'] as const;
const denials = ['no-relation', 'consent-care', 'consent-sharing'] as const;

/** Words for the codes of an access, and how long it lasted. */
export function useReviewWords() {
  const t = useTranslations('reviews');
  return useMemo(
    () => ({
      t,
      kind: (code: string) => t(`kind.${knownKinds.find((k) => k === code) ?? 'other'}`),
      denial: (code: string) => t(`denial.${denials.find((d) => d === code) ?? 'other'}`),
      minutes: (row: { startedAt: string; endedAt: string }) =>
        Math.max(1, Math.round((Date.parse(row.endedAt) - Date.parse(row.startedAt)) / 60_000)),
    }),
    [t],
  );
}
