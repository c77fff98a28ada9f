'use client';
import type { Professional } from '@keneyapp/bff/features/consents/view';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { z } from 'zod';
import { readDay, today, whyNoDate } from '../../components/form/paris-time.ts';
import { useChartForm, type ChartForm } from '../../components/form/use-chart-form.ts';

/** A signed form as it was chosen: its content in base64, or why it cannot be taken. */
export type ChosenForm =
  | { name: string; data: string; problem: null }
  | { name: string; data: null; problem: 'formTooBig' | 'formType' };

export interface Delegate {
  id: string;
  name: string;
}

/** From when until when, and what was signed. Days are what was typed. */
export interface Terms {
  from: string;
  until: string;
  signedOn: string;
  /** Staff only: what opens something holds without the patient's own confirmation when the form is there. */
  signedForm: ChosenForm | null;
}
/** What the dialogs of consents ask for; each shows its part of it. */
export interface ConsentValues extends Terms {
  professionals: Professional[];
  /** Staff choose somebody's record; a patient tells the three traits of somebody. */
  delegate: Delegate | null;
  familyName: string;
  birthDate: string;
  ipp: string;
}
type Name = keyof ConsentValues;
export type ConsentForm = ChartForm<ConsentValues>;

/** What is still missing is no mistake before it is saved. */
const missing = [
  'professionals',
  'familyName',
  'birthDate',
  'ipp',
  'delegateRecord',
  'formMissing',
  'formUnsigned',
] as const;
type Problem =
  | (typeof missing)[number]
  | 'fromPast'
  | 'untilPast'
  | 'date'
  | 'noSuchDate'
  | 'signedFuture'
  | 'formTooBig'
  | 'formType'
  | 'self';
export type Issue = readonly [name: Name, problem: Problem];

/** Days as `2026-11-24`; '' of what is empty or cannot be read. */
export const daysOf = ({ from, until, signedOn }: Terms) => ({
  from: readDay(from) ?? '',
  until: readDay(until) ?? '',
  signedOn: readDay(signedOn) ?? '',
});
type Day = 'from' | 'until' | 'signedOn' | 'birthDate';
export const unread = (values: Partial<Record<Day, string>>): Issue[] =>
  Object.entries(values).flatMap(([name, text]) =>
    text.trim() !== '' && readDay(text) === null ? [[name as Day, whyNoDate(text)] as const] : [],
  );

export function issuesOfSigned(values: Terms): Issue[] {
  const { signedForm } = values;
  return [
    ...unread({ signedOn: values.signedOn }),
    ...(daysOf(values).signedOn > today() ? ([['signedOn', 'signedFuture']] as const) : []),
    ...(signedForm && values.signedOn.trim() === '' ? ([['signedOn', 'formUnsigned']] as const) : []),
    ...(signedForm?.problem ? ([['signedForm', signedForm.problem]] as const) : []),
  ];
}

export function issuesOfTerms(values: Terms): Issue[] {
  const { from, until } = daysOf(values);
  const day = today();
  return [
    ...unread({ from: values.from, until: values.until }),
    ...(from !== '' && from < day ? ([['from', 'fromPast']] as const) : []),
    ...(until !== '' && until < (from || day) ? ([['until', 'untilPast']] as const) : []),
    ...issuesOfSigned(values),
  ];
}

/** The form of a dialog of consents. It is kept nowhere else: closing asks when something would be lost. */
export function useConsentForm(issuesOf: (values: ConsentValues) => readonly Issue[]): ConsentForm {
  const t = useTranslations('consents');
  const c = useTranslations('common.form');
  const [initial] = useState<ConsentValues>(() => ({
    from: '',
    until: '',
    // that a form was signed is said by who has it, never by us
    signedOn: '',
    signedForm: null,
    professionals: [],
    delegate: null,
    familyName: '',
    birthDate: '',
    ipp: '',
  }));
  const labels: Record<Name, string> = {
    from: t('dialog.from'),
    until: t('dialog.until'),
    signedOn: t('dialog.signedOn'),
    signedForm: t('dialog.form'),
    professionals: t('object.search'),
    delegate: t('delegate.search'),
    familyName: t('delegate.familyName'),
    birthDate: t('delegate.birthDate'),
    ipp: t('delegate.ipp'),
  };
  return useChartForm<ConsentValues>({
    initial,
    schema: z.custom<ConsentValues>().superRefine((values, context) => {
      for (const [name, message] of issuesOf(values))
        context.addIssue({ code: 'custom', path: [name], message });
    }),
    onlyOnSaving: missing,
    words: {
      label: (name) => labels[name as Name],
      problem: (_, reason) =>
        reason === 'date'
          ? c('noDate')
          : reason === 'noSuchDate'
            ? c('noSuchDate')
            : t(`dialog.errors.${reason as Exclude<Problem, 'date' | 'noSuchDate'>}`),
    },
  });
}
