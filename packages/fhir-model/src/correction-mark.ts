import type { Extension, Patient } from '@medplum/fhirtypes';
import { extension } from './elements.ts';

/** Ours: who corrected the identity last, when, and the version that was before. */
const url = 'https://keneyapp.example/identity-corrected';

export interface CorrectionMark {
  /** Who, by system and value. */
  by: { system: string; value: string };
  at: string;
  /** `meta.versionId` of what was corrected. */
  from: string;
}

export function correctionMark(patient: Patient): CorrectionMark | null {
  const mark = extension(patient, url);
  const by = extension(mark, 'by')?.valueIdentifier;
  const at = extension(mark, 'at')?.valueDateTime;
  const from = extension(mark, 'from')?.valueString;
  return by?.system && by.value && at && from
    ? { by: { system: by.system, value: by.value }, at, from }
    : null;
}

export function withCorrectionMark(patient: Patient, { by, at, from }: CorrectionMark): Patient {
  const mark: Extension = {
    url,
    extension: [
      { url: 'by', valueIdentifier: by },
      { url: 'at', valueDateTime: at },
      { url: 'from', valueString: from },
    ],
  };
  const without = withoutCorrectionMark(patient);
  return { ...without, extension: [...(without.extension ?? []), mark] };
}

export function withoutCorrectionMark(patient: Patient): Patient {
  if (!patient.extension?.some((one) => one.url === url)) return patient;
  const { extension: all, ...rest } = patient;
  const others = all.filter((one) => one.url !== url);
  return others.length > 0 ? { ...rest, extension: others } : rest;
}
