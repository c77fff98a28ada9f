'use client';
import type { HabitAnswer, HabitKind } from '@keneyapp/bff/features/habits/schema';
import type { HabitRow, HabitVersions } from '@keneyapp/bff/features/habits/view';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { useReasons } from '../../components/form/record-reasons.ts';
import type { RecordWords } from '../../components/form/use-record-form.ts';
import type { ShownVersion } from '../../components/version-history.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import type { HabitField, HabitState } from './record-state.ts';

/** The answer in the words of its question. */
export function useAnswerWord(): (kind: HabitKind, answer: HabitAnswer) => string {
  const t = useTranslations('habits.answerOf');
  return useCallback((kind, answer) => t(`${kind}.${answer}` as 'tobacco.daily'), [t]);
}

export function useHabitWords(): RecordWords<HabitState> {
  const t = useTranslations('habits.record');
  const k = useTranslations('habits.kindOf');
  const answerWord = useAnswerWord();
  const reasons = useReasons({ 'too-far': t('tooFar'), over: t('over'), tooMuch: t('tooMuch') });
  return {
    label: (name) => t(name as HabitField),
    problem: reasons,
    value: (name, state) => {
      if (name === 'kind') return state.kind && k(state.kind);
      if (name === 'answer') return state.kind && state.answer && answerWord(state.kind, state.answer);
      return state[name as Exclude<HabitField, 'kind' | 'answer'>];
    },
  };
}

/** What a row asks, answers, and says beyond the answer. */
export function useHabitText() {
  const t = useTranslations('habits');
  const f = useFormats();
  const answerWord = useAnswerWord();
  const name = useCallback(
    (row: HabitRow) => (row.kind ? t(`kindOf.${row.kind}`) : f.coded(row.name)),
    [t, f],
  );
  const answer = useCallback(
    (row: HabitRow): string => {
      if (row.kind && row.answer) return answerWord(row.kind, row.answer);
      if (!row.value) return t('noValue');
      const { text, unit } = f.valueParts(row.value);
      return [text, unit].filter(Boolean).join(' ');
    },
    [t, f, answerWord],
  );
  const details = useCallback(
    (row: HabitRow): string[] => [
      ...(row.which === null ? [] : [row.which]),
      ...(row.perDay === null ? [] : [t('perDay', { n: row.perDay })]),
      ...(row.packYears === null ? [] : [t('packYears', { n: row.packYears })]),
      ...(row.perWeek === null ? [] : [t('perWeek', { n: row.perWeek })]),
      ...(row.stopped === null ? [] : [t('stopped', { date: f.date(row.stopped) ?? row.stopped })]),
      ...(row.due === null ? [] : [t('due', { date: f.date(row.due) ?? row.due })]),
    ],
    [t, f],
  );
  return { name, answer, details };
}

/** A version in words. */
export function useHabitLines(): (version: HabitVersions['versions'][number]) => ShownVersion {
  const t = useTranslations('habits');
  const f = useFormats();
  const text = useHabitText();
  return ({ row, version, changedAt, changedBy }) => ({
    version,
    changedAt,
    changedBy,
    lines: [
      { label: text.name(row), text: row.status === 'entered-in-error' ? t('struckOut') : text.answer(row) },
      { label: t('column.details'), text: text.details(row).join(', ') || null },
      { label: t('column.at'), text: f.date(row.at) },
      { label: t('record.note'), text: row.note },
    ],
  });
}
