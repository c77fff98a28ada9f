import type { CareTeam, CareTeamParticipant, Condition } from '@medplum/fhirtypes';
import type { Chart } from '../chart/chart.ts';
import { systems } from '../codes/systems.ts';
import { serviceRef, type ServiceKey } from '../hospital/hospital.ts';
import { staff, staffRef } from '../hospital/staff.ts';

/** A long illness, by the start of its CIM-10 code, and who follows it together. The first member answers for it. */
interface FollowUp {
  codes: RegExp;
  name: string;
  service: ServiceKey;
  members: readonly string[];
  /** Of those below this age. */
  below?: number;
}

const followUps: readonly FollowUp[] = [
  {
    codes: /^I(20|25|35|42|48|50)/,
    name: 'maladie cardiovasculaire',
    service: 'cardiologie',
    members: ['medecin', 'infirmier'],
  },
  {
    codes: /^N18/,
    name: 'maladie rénale chronique',
    service: 'medecine-interne',
    members: ['medecin2', 'medecin', 'baron'],
  },
  {
    codes: /^E1[01]/,
    name: 'diabète',
    service: 'medecine-interne',
    members: ['medecin2', 'vasseur', 'baron'],
  },
  { codes: /^J44/, name: 'bronchopneumopathie', service: 'medecine-interne', members: ['okonkwo', 'baron'] },
  {
    codes: /^(B24|K50|K70|M05|M32)/,
    name: 'maladie chronique',
    service: 'medecine-interne',
    members: ['medecin2', 'okonkwo', 'baron'],
  },
  { codes: /^C/, name: 'cancer', service: 'oncologie', members: ['rossi', 'baron'] },
  {
    codes: /^(D57|E84|J45)/,
    name: 'maladie chronique de l’enfant',
    service: 'femme-mere-enfant',
    members: ['lebrun'],
    below: 18,
  },
];

const roleNames: Record<string, string> = {
  doctor: 'Médecin',
  nurse: 'Infirmier',
  pharmacist: 'Pharmacien',
  radiologist: 'Radiologue',
};

/** One care team for each long illness of the problem list that is still active, with those who look after it. */
export function careTeams(chart: Chart): void {
  const isDead = chart.resources.some(
    (r) => r.resourceType === 'Patient' && r.deceasedDateTime !== undefined,
  );
  if (isDead) return;
  const active = chart.resources.filter(
    (r): r is Condition & { id: string } =>
      r.resourceType === 'Condition' &&
      r.clinicalStatus?.coding?.[0]?.code === 'active' &&
      r.category?.[0]?.coding?.[0]?.code === 'problem-list-item',
  );
  for (const followUp of followUps) {
    if (chart.age() >= (followUp.below ?? Infinity)) continue;
    const problems = active.filter((c) => followUp.codes.test(c.code?.coding?.[0]?.code ?? ''));
    if (problems.length > 0) chart.add(team(chart, followUp, problems));
  }
}

function team(
  chart: Chart,
  { name, service, members }: FollowUp,
  problems: readonly (Condition & { id: string })[],
): CareTeam & { id: string } {
  const since =
    problems.map((p) => p.recordedDate?.slice(0, 10) ?? chart.calendar.date(-1)).sort()[0] ??
    chart.calendar.date(-1);
  return {
    resourceType: 'CareTeam',
    id: chart.id('team'),
    status: 'active',
    name: `Équipe de soins : ${name}`,
    subject: chart.subject,
    period: { start: since },
    category: [
      {
        coding: [{ system: systems.loinc, code: 'LA27978-8', display: 'Condition-focused care team' }],
        text: 'Suivi d’une maladie',
      },
    ],
    participant: members.map((id, i) => participant(id, i === 0)),
    managingOrganization: [serviceRef(service)],
    reasonReference: problems.map((p) => ({ reference: `Condition/${p.id}`, display: p.code?.text ?? '' })),
  };
}

function participant(id: string, isFirst: boolean): CareTeamParticipant {
  const member = staff.find((m) => m.id === `pract-${id}`);
  return {
    role: [{ text: `${roleNames[member?.role ?? ''] ?? ''}${isFirst ? ' référent' : ''}` }],
    member: staffRef(id),
    ...(member ? { onBehalfOf: serviceRef(member.service) } : {}),
  };
}

/** Whether this member of staff is in a care team of the chart. */
export const isFollowedBy = (chart: Chart, id: string): boolean =>
  chart.resources.some(
    (r) =>
      r.resourceType === 'CareTeam' &&
      r.participant?.some((p) => p.member?.reference === `Practitioner/pract-${id}`),
  );
