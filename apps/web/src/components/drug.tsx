'use client';
import type { MedicationLine } from '@keneyapp/bff/features/medications/view';
import { DrugLine } from '@keneyapp/ui/drug-line';
import { useTranslations } from 'next-intl';
import { useFormats } from '../i18n/use-formats.ts';
import { drugTags } from './drug-tag-words.ts';
import { drugWords } from './dosage-words.ts';
import styles from './list.module.css';

/** A line of treatment; needs the `medications` texts. What the prescriber wrote is French, whatever the page is in. */
export function Drug({ line }: { line: MedicationLine }) {
  return (
    <DrugLine
      {...drugWords(line, useTranslations('medications'), useFormats())}
      french={line.dosages.flatMap(({ text }) => text ?? [])}
    />
  );
}

/** What is said of a line beside its drug (`drugTags`). `usual` goes without saying. */
export function DrugTags({ line, usual }: { line: MedicationLine; usual: MedicationLine['status'] }) {
  const tags = drugTags(line, usual, useTranslations('medications'), useFormats());
  return tags.map(({ words, tone }, i) => (
    <span key={i} className={`${styles.tag} ${tone === null ? '' : styles[tone]}`}>
      {words}
    </span>
  ));
}
