/** The same code travels under several URIs, one is enough above this line. */
const systemAliases: Record<string, string> = {
  'urn:oid:2.16.840.1.113883.6.1': 'http://loinc.org',
  'urn:oid:2.16.840.1.113883.6.96': 'http://snomed.info/sct',
  'urn:oid:2.16.840.1.113883.6.73': 'https://smt.esante.gouv.fr/terminologie-atc',
  'http://www.whocc.no/atc': 'https://smt.esante.gouv.fr/terminologie-atc',
  'urn:oid:2.16.840.1.113883.6.3': 'https://smt.esante.gouv.fr/terminologie-cim-10',
  'http://hl7.org/fhir/sid/icd-10': 'https://smt.esante.gouv.fr/terminologie-cim-10',
  'urn:oid:1.2.250.1.213.2.5': 'https://smt.esante.gouv.fr/terminologie-ccam',
  'urn:oid:1.2.250.1.215.300.1': 'https://smt.esante.gouv.fr/terminologie-ccam',
  'urn:oid:2.16.840.1.113883.6.347': 'http://id.who.int/icd/release/11/mms',
  'urn:oid:1.2.250.1.213.2.3.1': 'https://smt.esante.gouv.fr/terminologie-bdpm',
};
export const systems = {
  loinc: 'http://loinc.org',
  snomed: 'http://snomed.info/sct',
  rxnorm: 'http://www.nlm.nih.gov/research/umls/rxnorm',
  atc: 'https://smt.esante.gouv.fr/terminologie-atc',
  cim10: 'https://smt.esante.gouv.fr/terminologie-cim-10',
  ccam: 'https://smt.esante.gouv.fr/terminologie-ccam',
  icd11: 'http://id.who.int/icd/release/11/mms',
  /** Drugs by their CIS. */
  bdpm: 'https://smt.esante.gouv.fr/terminologie-bdpm',
  /** Boxes of drugs by their CIP of 13 digits. */
  cip: 'urn:oid:1.2.250.1.213.2.3.2',
  ucum: 'http://unitsofmeasure.org',
  /** Communes by their INSEE code, as FR Core has them at birthplaces. */
  communes: 'https://mos.esante.gouv.fr/NOS/TRE_R13-CommuneOM/FHIR/TRE-R13-CommuneOM',
  ipp: 'https://keneyapp.example/ipp',
  /** Number (NIR) of the person through whom a patient is insured. */
  insured: 'https://keneyapp.example/insured-nir',
} as const;

export function systemOf(coding: { system?: string | undefined }): string {
  const system = coding.system ?? '';
  return systemAliases[system] ?? system;
}

/** Every address under which a system travels, its own first. */
export const addressesOf = (system: string): string[] => [
  system,
  ...Object.entries(systemAliases).flatMap(([alias, of]) => (of === system ? [alias] : [])),
];
