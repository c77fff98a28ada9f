import { mayUseIns } from '@keneyapp/clinical';
import type { Patient } from '@medplum/fhirtypes';
import { epochMs } from './dates.ts';
import { extension } from './elements.ts';
import { readIdentity } from './identity.ts';
import { readState } from './identity-write.ts';

/** Ours: since when the bracelet says something else than the record. */
const url = 'https://keneyapp.example/bracelet-to-redo';

/** Whether what a bracelet says of somebody changed: names, birth date, sex, number, matricule. */
export function saysOtherwise(before: Patient, after: Patient, now: Date): boolean {
  const [one, other] = [before, after].map((patient) => JSON.stringify(onBracelet(patient, now)));
  return one !== other;
}

function onBracelet(patient: Patient, now: Date) {
  const { birthName, usedName, givenNames, birthDate, sex, ipp, ins } = readIdentity(patient, now);
  return [
    ...[birthName, usedName, givenNames[0], birthDate, sex, ipp],
    mayUseIns(readState(patient)) ? ins?.value : null,
  ];
}

/** Whether the bracelet of a stay is to be made anew: something on it changed since the stay began. */
export function isBraceletToRedo(patient: Patient, stayStart: string | null): boolean {
  const since = extension(patient, url)?.valueDateTime;
  return since !== undefined && !(epochMs(since) < epochMs(stayStart));
}

export const withBraceletToRedo = (patient: Patient, now: Date): Patient => ({
  ...withoutMark(patient),
  extension: [...(withoutMark(patient).extension ?? []), { url, valueDateTime: now.toISOString() }],
});

export const hasBraceletMark = (patient: Patient): boolean => extension(patient, url) !== undefined;

export function withoutMark(patient: Patient): Patient {
  if (!hasBraceletMark(patient)) return patient;
  const { extension: all = [], ...rest } = patient;
  const others = all.filter((one) => one.url !== url);
  return others.length > 0 ? { ...rest, extension: others } : rest;
}
