import type { Consent, ConsentProvisionActor } from '@medplum/fhirtypes';
import type { Chart } from '../chart/chart.ts';
import { systems } from '../codes/systems.ts';
import { hospitalRef } from '../hospital/hospital.ts';
import { staffRef } from '../hospital/staff.ts';

/** What a patient agreed to or refused, as scripts and the application name it. */
const kinds = {
  care: 'Utilisation des données par l’équipe qui soigne',
  sharing: 'Partage avec les autres services de l’hôpital',
  research: 'Réutilisation pour la recherche',
  portal: 'Consultation en ligne de son dossier',
  objection: 'Opposition à un professionnel',
  delegation: 'Accès donné à un proche',
} as const;

interface Choice {
  kind: keyof typeof kinds;
  decision: 'permit' | 'deny';
  since: number;
  until?: number;
  /** `active` unless withdrawn (`inactive`) or never given (`rejected`). */
  status?: 'active' | 'inactive' | 'rejected';
  /** The professional objected to, or the person who may act in the patient's stead. */
  actor?: { reference: string; display: string };
}

/** Choices of some patients, so that each kind, each decision and each state is met. */
const choices: Record<string, readonly Choice[]> = {
  'pat-demo': [
    { kind: 'care', decision: 'permit', since: -1105 },
    { kind: 'sharing', decision: 'permit', since: -1105 },
    { kind: 'portal', decision: 'permit', since: -700 },
    { kind: 'research', decision: 'permit', since: -700, status: 'inactive' },
    { kind: 'research', decision: 'deny', since: -250 },
    {
      kind: 'delegation',
      decision: 'permit',
      since: -700,
      until: -340,
      actor: { reference: 'RelatedPerson/demo-rel-1', display: 'Bastien Lemoine' },
    },
  ],
  'pat-002': [
    { kind: 'care', decision: 'permit', since: -6 },
    { kind: 'sharing', decision: 'permit', since: -6 },
  ],
  'pat-038': [
    { kind: 'portal', decision: 'permit', since: -300 },
    {
      kind: 'delegation',
      decision: 'permit',
      since: -300,
      until: 430,
      actor: { reference: 'Patient/pat-057', display: 'Pauline Vidal, sa fille' },
    },
  ],
  'pat-039': [{ kind: 'research', decision: 'permit', since: -1700 }],
  'pat-052': [
    { kind: 'sharing', decision: 'deny', since: -3900 },
    { kind: 'research', decision: 'deny', since: -3900 },
  ],
  'pat-054': [{ kind: 'objection', decision: 'deny', since: -300, actor: staffRef('medecin2') }],
  'pat-057': [
    { kind: 'portal', decision: 'permit', since: -400 },
    { kind: 'sharing', decision: 'deny', since: -400 },
  ],
  'pat-062': [{ kind: 'care', decision: 'deny', since: -60 }],
  'pat-063': [{ kind: 'portal', decision: 'permit', since: -200, status: 'rejected' }],
};

export function consents(chart: Chart): void {
  for (const choice of choices[chart.person.id] ?? []) chart.add(consent(chart, choice));
}

function consent(
  chart: Chart,
  { kind, decision, since, until, status = 'active', actor }: Choice,
): Consent & { id: string } {
  const period = {
    start: chart.calendar.date(since),
    ...(until === undefined ? {} : { end: chart.calendar.date(until) }),
  };
  return {
    resourceType: 'Consent',
    id: chart.id('consent'),
    status,
    dateTime: chart.calendar.at(since, 11, 15),
    patient: chart.subject,
    performer: [chart.subject],
    organization: [hospitalRef],
    scope: {
      coding: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/consentscope',
          code: 'patient-privacy',
          display: 'Privacy Consent',
        },
      ],
    },
    category: [
      { coding: [{ system: systems.consentKind, code: kind, display: kinds[kind] }], text: kinds[kind] },
    ],
    policyRule: { coding: [{ system: systems.actCode, code: decision === 'permit' ? 'OPTIN' : 'OPTOUT' }] },
    provision: { type: decision, period, ...(actor ? { actor: [actorOf(kind, actor)] } : {}) },
  };
}

function actorOf(
  kind: Choice['kind'],
  reference: { reference: string; display: string },
): ConsentProvisionActor {
  const role =
    kind === 'delegation'
      ? { system: systems.roleCode, code: 'DELEGATEE', display: 'delegatee' }
      : { system: systems.participationType, code: 'IRCP', display: 'information recipient' };
  return { role: { coding: [role] }, reference };
}
