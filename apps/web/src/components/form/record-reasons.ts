'use client';
import { useTranslations } from 'next-intl';
import type { FieldPath, FieldValues } from 'react-hook-form';
import { codedReasons } from './coded-value.ts';
import type { Issue } from './server-issues.ts';

const ofCoded = ['empty', 'needsCode', 'unknownCode', 'notLoaded', 'terminologyAway', 'otherWords'] as const;
const shared = ['date', 'future', 'beforeBirth', 'afterEnd', 'beforeStart', 'needed', 'number'] as const;

/** Reasons of the BFF in the words of forms. */
const ofBff: Readonly<Record<string, string>> = {
  ...codedReasons,
  impossible: 'noSuchDate',
  'before-birth': 'beforeBirth',
  'after-end': 'afterEnd',
  'before-onset': 'beforeStart',
};

/** Where an issue of the BFF is shown, and why: at the field that it names, else at the first. */
export const placedIn =
  <T extends FieldValues>(fields: readonly FieldPath<T>[]) =>
  ({ path, message }: Issue): { name: FieldPath<T>; reason: string } => ({
    name: fields.find((name) => path.includes(name)) ?? (fields[0] as FieldPath<T>),
    reason: ofBff[message] ?? message,
  });

/** What is wrong with a field, in words: those of the form, else those that forms have in common. */
export function useReasons(own: Readonly<Record<string, string>> = {}) {
  const coded = useTranslations('common.coded.problem');
  const form = useTranslations('common.form');
  const t = useTranslations('common.record.problem');
  return (name: string, reason: string): string => {
    if (own[reason] !== undefined) return own[reason];
    if (reason === 'noSuchDate') return form('noSuchDate');
    const known = name === 'coded' && ofCoded.find((one) => one === reason);
    return known ? coded(known) : t(shared.find((one) => one === reason) ?? 'refused');
  };
}
