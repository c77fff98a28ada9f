import {
  documentOfCode,
  identityAttributes,
  identityDocuments,
  type IdentityAttribute,
  type IdentityDocument,
  type IdentityState,
  type IdentityStatus,
} from '@keneyapp/clinical';
import type { Coding, Extension, Patient } from '@medplum/fhirtypes';
import { oneOf } from './coded.ts';
import { date } from './dates.ts';
import { extension } from './elements.ts';

/**
 * How far an identity can be trusted, as FR Core has it in `fr-core-identity-reliability` (2.2 and 3.0.0-ballot): status,
 * attributes as comments, the document that was checked and when, the way the INS was obtained and when.
 */
const core = 'https://hl7.fr/ig/fhir/core';
const reliabilityUrl = `${core}/StructureDefinition/fr-core-identity-reliability`;
const codeSystems = {
  status: `${core}/CodeSystem/fr-core-cs-identity-status`,
  comment: `${core}/CodeSystem/fr-core-cs-identity-status-comment`,
  document: `${core}/CodeSystem/fr-core-cs-mode-validation-identity`,
  method: `${core}/CodeSystem/fr-core-cs-method-collection`,
} as const;

const statusSystem = /\/fr-core-cs-identity-status$/;
const commentSystem = /\/fr-core-cs-identity-status-comment$/;
/** HL7 v2 table 0445 in its older French use: its VALI was given without the national service too, so nothing of it makes an identity qualified. */
const olderSystem = /v2-0445$/;

const attributeCodes: Record<IdentityAttribute, { code: string; display: string }> = {
  homonym: { code: 'HOMA', display: "Homonyme avéré (attribut d'identité homonyme)" },
  doubtful: { code: 'DOUT', display: "Identité douteuse (attribut d'identité douteuse)" },
  fictive: { code: 'FICT', display: "Identité fictive (attribut d'identité fictive)" },
};
const statusDisplay: Record<IdentityStatus, string> = {
  PROV: 'Identité provisoire',
  VALI: 'Identité validée',
  RECUP: 'Identité récupérée',
  QUAL: 'Identité qualifiée',
};

/** The document that was checked, and on which day. */
export interface IdentityValidation {
  /** Null for a code that is not known here. */
  document: IdentityDocument | null;
  on: string | null;
}

/** Ways in which the INS or the traits came (`fr-core-cs-method-collection`): typed, card read, INSi asked, datamatrix scanned, application carte Vitale. */
export type CollectionMethod = 'SM' | 'CV' | 'INSI' | 'CB' | 'AV';

const nested = (e: Extension): Extension[] => [e, ...(e.extension ?? []).flatMap(nested)];
const codingsOf = (e: Extension): Coding[] => [
  ...(e.valueCoding ? [e.valueCoding] : []),
  ...(e.valueCodeableConcept?.coding ?? []),
];
const allCodings = (patient: Patient): Coding[] =>
  (patient.extension ?? []).flatMap(nested).flatMap(codingsOf);

/** The status that is recorded; null when none is. */
export function recordedStatus(patient: Patient): IdentityStatus | null {
  const codings = allCodings(patient);
  const status = oneOf(
    ['PROV', 'VALI', 'RECUP', 'QUAL'],
    codings.find((c) => statusSystem.test(c.system ?? ''))?.code,
  );
  if (status) return status;
  const older = codings.find((c) => olderSystem.test(c.system ?? ''));
  return older ? (older.code === 'VALI' ? 'VALI' : 'PROV') : null;
}

export function attributesOf(patient: Patient): IdentityAttribute[] {
  const codes = allCodings(patient)
    .filter(({ system = '' }) => commentSystem.test(system) || olderSystem.test(system))
    .map(({ code }) => code);
  return identityAttributes.filter((attribute) => codes.includes(attributeCodes[attribute].code));
}

export function validationOf(patient: Patient): IdentityValidation | null {
  const reliability = extension(patient, reliabilityUrl);
  const mode = extension(reliability, 'validationMode')?.valueCoding?.code;
  const on = date(extension(reliability, 'validationDate')?.valueDate);
  return mode === undefined && on === null
    ? null
    : { document: mode === undefined ? null : documentOfCode(mode), on };
}

/** The day on which INSi, a card or a scan gave what is recorded, and which of them; null when nothing says so. */
export function collectionOf(patient: Patient): { method: string; on: string | null } | null {
  const reliability = extension(patient, reliabilityUrl);
  const method = extension(reliability, 'methodCollection')?.valueCoding?.code;
  return method ? { method, on: date(extension(reliability, 'dateCollection')?.valueDate) } : null;
}

export interface ReliabilityWrite {
  state: IdentityState;
  /** Null takes it away, undefined leaves it. */
  validation?: IdentityValidation | null | undefined;
  collection?: { method: CollectionMethod; on: string } | null | undefined;
}

/** The patient with this trust recorded; comments and parts that are not known here stay. */
export function withReliability(
  patient: Patient,
  { state, validation, collection }: ReliabilityWrite,
): Patient {
  const before = extension(patient, reliabilityUrl)?.extension ?? [];
  const replaced = new Set<string>(['identityStatus']);
  if (validation !== undefined) replaced.add('validationMode').add('validationDate');
  if (collection !== undefined) replaced.add('methodCollection').add('dateCollection');
  const known: readonly (string | undefined)[] = Object.values(attributeCodes).map(({ code }) => code);
  const kept = before.filter(
    (e) => !replaced.has(e.url) && !(e.url === 'comment' && codingsOf(e).some((c) => known.includes(c.code))),
  );
  const document = validation?.document ? identityDocuments[validation.document].code : null;
  const value: Extension[] = [
    {
      url: 'identityStatus',
      valueCoding: { system: codeSystems.status, code: state.status, display: statusDisplay[state.status] },
    },
    ...state.attributes.map((attribute) => ({
      url: 'comment',
      valueCodeableConcept: { coding: [{ system: codeSystems.comment, ...attributeCodes[attribute] }] },
    })),
    ...(validation?.on ? [{ url: 'validationDate', valueDate: validation.on }] : []),
    ...(document
      ? [{ url: 'validationMode', valueCoding: { system: codeSystems.document, code: document } }]
      : []),
    ...(collection
      ? [
          { url: 'methodCollection', valueCoding: { system: codeSystems.method, code: collection.method } },
          { url: 'dateCollection', valueDate: collection.on },
        ]
      : []),
    ...kept,
  ];
  const others = (patient.extension ?? []).flatMap((e) =>
    e.url === reliabilityUrl ? [] : withoutOlderStatus(e),
  );
  return { ...patient, extension: [{ url: reliabilityUrl, extension: value }, ...others] };
}

/** A status of the older table beside the new one would be read by others. */
const withoutOlderStatus = (e: Extension): Extension[] =>
  codingsOf(e).some((c) => olderSystem.test(c.system ?? '')) ? [] : [e];
