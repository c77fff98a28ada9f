import type { Consent } from '@medplum/fhirtypes';
import type { ConsentKind } from '../access/policy.ts';
import {
  consentKeySystem,
  consentKindSystem,
  laysAsideExtension,
  proposedExtension,
} from './consent-marks.ts';
import { patientReference } from '@keneyapp/fhir-model/references';

export interface ConsentDecision {
  patientId: string;
  kind: ConsentKind;
  decision: 'permit' | 'deny';
  /** Whom an objection or a delegation names; empty for the other kinds. */
  persons: { reference: string; display: string }[];
  /** FHIR dates, days of the hospital, both included; null for "from now" and "until further notice". */
  from: string | null;
  until: string | null;
  /** When a form was signed; null for what the patient did on line. */
  signedOn: string | null;
  at: Date;
  /** Who agrees, and who wrote it down when that is somebody else. */
  performers: NonNullable<Consent['performer']>;
  /** The same key never makes a second decision. */
  key: string;
  /** `proposed` opens and closes nothing until it is confirmed. */
  status?: 'active' | 'proposed';
  /** A decision that is to be laid aside, instead of a new one that rules. */
  laysAside?: string | null;
}

const words: Record<ConsentKind, string> = {
  care: 'Utilisation des données par le service',
  sharing: 'Partage avec les autres services',
  research: 'Réutilisation pour la recherche',
  portal: 'Accès en ligne au dossier',
  objection: 'Opposition à des professionnels désignés',
  delegation: 'Délégation à un proche',
};

/** A decision as a FHIR R4 Consent (patient privacy). */
export function buildConsent({
  patientId,
  kind,
  decision,
  persons,
  from,
  until,
  signedOn,
  at,
  performers,
  key,
  status = 'active',
  laysAside = null,
}: ConsentDecision): Consent {
  const isPermit = decision === 'permit';
  const period = { ...(from === null ? {} : { start: from }), ...(until === null ? {} : { end: until }) };
  const role =
    kind === 'delegation'
      ? { system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code: 'DELEGATEE' }
      : { system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'IRCP' };
  const extension = [
    ...(status === 'proposed' ? [{ url: proposedExtension, valueDateTime: at.toISOString() }] : []),
    ...(laysAside === null ? [] : [{ url: laysAsideExtension, valueString: laysAside }]),
  ];
  return {
    resourceType: 'Consent',
    status,
    ...(extension.length > 0 ? { extension } : {}),
    identifier: [{ system: consentKeySystem, value: key }],
    scope: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
    },
    category: [{ coding: [{ system: consentKindSystem, code: kind, display: words[kind] }] }],
    patient: { reference: patientReference(patientId) },
    dateTime: at.toISOString(),
    ...(performers.length > 0 ? { performer: performers } : {}), // an empty list is no FHIR
    ...(signedOn === null
      ? {}
      : {
          verification: [
            {
              verified: true,
              verifiedWith: { reference: patientReference(patientId) },
              verificationDate: signedOn,
            },
          ],
        }),
    policyRule: {
      coding: [
        { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: isPermit ? 'OPTIN' : 'OPTOUT' },
      ],
    },
    provision: {
      type: decision,
      ...((from ?? until) ? { period } : {}),
      ...(persons.length > 0
        ? { actor: persons.map((reference) => ({ role: { coding: [role] }, reference })) }
        : {}),
    },
  };
}
