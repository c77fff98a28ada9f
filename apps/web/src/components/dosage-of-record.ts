import type { MedicationLine } from '@keneyapp/bff/features/medications/view';
import type { Formats } from '../i18n/formats.ts';
import { dosageParts } from './dosage-words.ts';
import type { Words } from './dose-words.ts';

/** Words of the language in which the record is written, where its reader has another. */
export interface OfRecord {
  t: Words;
  f: Formats;
}

/** The line without what was written of a dosage where its structure says the same in the language of the record. */
export function withoutWritten(line: MedicationLine, { t, f }: OfRecord): MedicationLine {
  const dosages = line.dosages.map((dosage) => {
    const { text, patientInstruction } = dosage;
    if (text === null || dosageParts(dosage, t, f).some((part) => part?.includes(text))) return dosage;
    return {
      ...dosage,
      text: null,
      patientInstruction: patientInstruction === text ? null : patientInstruction,
    };
  });
  return { ...line, dosages };
}
