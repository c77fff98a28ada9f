import type { Element, Patient } from '@medplum/fhirtypes';
import { extension } from './elements.ts';
import { words } from './text.ts';

/** Place of birth in words, and its code of the COG where the record has one. */
export function birthPlaceOf(patient: Patient): { text: string; inseeCode: string | null } | null {
  const address = extension(
    patient,
    'http://hl7.org/fhir/StructureDefinition/patient-birthPlace',
  )?.valueAddress;
  const codes = [
    ...(address?.extension ?? []),
    ...((address as { _city?: Element } | undefined)?._city?.extension ?? []),
  ];
  const insee = codes.find((e) => /insee-code$/i.test(e.url));
  const inseeCode = insee?.valueCoding?.code ?? insee?.valueString ?? insee?.valueCode ?? null;
  const text =
    words(address?.city) ??
    words(address?.text) ??
    words(address?.district) ??
    words(address?.state) ??
    // the code of a commune says more than the country it lies in
    (inseeCode !== null && address?.country === 'FRA' ? null : words(address?.country));
  return text === null && inseeCode === null ? null : { text: text ?? inseeCode ?? '', inseeCode };
}
