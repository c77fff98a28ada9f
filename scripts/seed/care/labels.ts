import type { Coding } from '@medplum/fhirtypes';
import type { Chart, Identified } from '../chart/chart.ts';
import { systems } from '../codes/systems.ts';

/** v3 Confidentiality: restricted, very restricted. */
const confidentiality = { R: 'restricted', V: 'very restricted' } as const;
/** v3 ActInformationSensitivityPolicy, as FHIR R4 has it. */
const sensitivity = {
  HIV: 'HIV/AIDS information sensitivity',
  PSY: 'psychiatry disorder information sensitivity',
  ETH: 'substance abuse information sensitivity',
  SEX: 'sexuality and reproductive health information sensitivity',
  CEL: 'celebrity information sensitivity',
  EMP: 'employee information sensitivity',
} as const;
type Sensitivity = keyof typeof sensitivity;

/** What is delicate, by the start of its CIM-10, ATC or LOINC code. Alcohol reads from the cirrhosis too. */
const delicate: readonly { system: string; codes: RegExp; label: Sensitivity }[] = [
  { system: systems.cim10, codes: /^B24/, label: 'HIV' },
  { system: systems.atc, codes: /^J05AR/, label: 'HIV' },
  { system: systems.loinc, codes: /^24467-3$/, label: 'HIV' },
  { system: systems.cim10, codes: /^F[34]/, label: 'PSY' },
  { system: systems.atc, codes: /^N06A/, label: 'PSY' },
  { system: systems.cim10, codes: /^(F10|K70)/, label: 'ETH' },
  { system: systems.atc, codes: /^G03A/, label: 'SEX' },
];

const named = (code: Sensitivity): Coding => ({ system: systems.actCode, code, display: sensitivity[code] });

export function labelled<T extends Identified>(
  resource: T,
  level: keyof typeof confidentiality | null,
  code: Sensitivity,
): T {
  const security: Coding[] = [
    ...(level ? [{ system: systems.confidentiality, code: level, display: confidentiality[level] }] : []),
    named(code),
  ];
  resource.meta = { ...resource.meta, security };
  if (resource.resourceType === 'DocumentReference' && level) resource.securityLabel = [{ coding: security }];
  return resource;
}

/** Labels `meta.security` of what would harm the patient if others than those who need it read it. */
export function sensitivityLabels(chart: Chart): void {
  for (const resource of chart.resources) {
    const codings =
      resource.resourceType === 'MedicationRequest'
        ? resource.medicationCodeableConcept?.coding
        : resource.resourceType === 'Condition' || resource.resourceType === 'Observation'
          ? resource.code?.coding
          : undefined;
    const found = delicate.find(({ system, codes }) =>
      codings?.some((c) => c.system === system && codes.test(c.code ?? '')),
    );
    if (found) labelled(resource, 'R', found.label);
  }
}

/** Somebody of public interest, or of our own staff: nothing of the chart is hidden, but who opens it is looked at more closely. */
export function watched(chart: Chart, label: 'CEL' | 'EMP'): void {
  const patient = chart.resources.find((r) => r.resourceType === 'Patient');
  if (patient) labelled(patient, null, label);
}
