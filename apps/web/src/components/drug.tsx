'use client';
import type { MedicationLine } from '@keneyapp/bff/features/medications/view';
import { DrugLine } from '@keneyapp/ui/drug-line';
import { useTranslations } from 'next-intl';
import { useFormats } from '../i18n/use-formats.ts';
import { drugWords } from './dosage-words.ts';

/** A line of treatment; needs the `medications` texts. */
export function Drug({ line }: { line: MedicationLine }) {
  return <DrugLine {...drugWords(line, useTranslations('medications'), useFormats())} />;
}
