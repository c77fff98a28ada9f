/** HL7 v3 ActEncounterCode by the word people use for it. https://terminology.hl7.org/ValueSet-encounter-class.html */
const words = {
  AMB: 'ambulatory',
  EMER: 'emergency',
  IMP: 'inpatient',
  ACUTE: 'inpatient',
  NONAC: 'inpatient',
  OBSENC: 'observation',
  PRENC: 'preadmission',
  SS: 'dayCase',
  HH: 'home',
  VR: 'virtual',
  FLD: 'field',
} as const;

export type EncounterKind = (typeof words)[keyof typeof words];

/** Null for a class that is not in the list, and for the plain texts that Synthea writes instead of a code. */
export function encounterClass(code: string | null): EncounterKind | null {
  return code !== null && code in words ? words[code as keyof typeof words] : null;
}
