import type { Patient } from '@medplum/fhirtypes';

/** Of a Patient: they want no messages by e-mail. */
const noMail = 'https://keneyapp.example/no-mail';

/**
 * Whether somebody wants no messages by e-mail. It is said of the person and not of the address, so that it stands when the
 * address is replaced or a second one is added; FHIR R4 has no element for it (`ContactPoint.rank` and `period` say which
 * address, a Consent decides about the use of data, and would ask the patient to sign).
 */
export const wantsNoMail = ({ extension = [] }: Patient): boolean =>
  extension.some(({ url, valueBoolean }) => url === noMail && valueBoolean === true);

export function withMailWish(patient: Patient, isUnwanted: boolean): Patient {
  if (wantsNoMail(patient) === isUnwanted) return patient;
  const { extension = [], ...rest } = patient;
  const others = extension.filter(({ url }) => url !== noMail);
  const all = isUnwanted ? [...others, { url: noMail, valueBoolean: true }] : others;
  return { ...rest, ...(all.length > 0 ? { extension: all } : {}) };
}
