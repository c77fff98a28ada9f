'use client';
import type { EncounterRow } from '@keneyapp/bff/features/encounters/view';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { encounterClass } from '../../components/encounter-class.ts';
import { useFormats } from '../../i18n/use-formats.ts';

interface Coded {
  text: string | null;
  codes: { system: string; code: string }[];
}

/** What a stay and those who took part in it are called. */
export function useStayWords() {
  const t = useTranslations('encounters');
  const f = useFormats();
  return useMemo(() => {
    const kind = (e: Pick<EncounterRow, 'class' | 'type'>) => {
      const known = encounterClass(e.class);
      return known ? t(`class.${known}`) : e.type ? f.coded(e.type) : t('class.other');
    };
    /** In words as recorded, else those of the house for the code. */
    const named = (of: 'role' | 'use', value: Coded): string => {
      const key = value.codes.map(({ code }) => `${of}.${code}`).find((k) => t.has(k as 'role.ATND'));
      return value.text === null && key ? t(key as 'role.ATND') : f.coded(value);
    };
    return {
      kind,
      /** What the kind has not said. */
      detail: (e: Pick<EncounterRow, 'class' | 'type'>) =>
        encounterClass(e.class) &&
        e.type &&
        !kind(e).toLocaleLowerCase().includes(f.coded(e.type).toLocaleLowerCase())
          ? f.coded(e.type)
          : null,
      role: (role: Coded) => named('role', role),
      use: (use: Coded) => named('use', use),
      /** `20/11/2026 10:00 – 23/11/2026 10:00`, open at either end. */
      span: ({ start, end }: { start: string | null; end: string | null }) => {
        if (start === null && end === null) return null;
        if (end === null) return t('from', { time: f.dateTime(start) ?? '' });
        if (start === null) return t('until', { time: f.dateTime(end) ?? '' });
        const isOneDay = start.length > 10 && end.length > 10 && f.date(start) === f.date(end);
        return `${f.dateTime(start)} – ${isOneDay ? f.time(end) : f.dateTime(end)}`;
      },
    };
  }, [t, f]);
}
