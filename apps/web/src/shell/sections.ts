import type { Me } from '@keneyapp/bff/features/session/view';

/** Pages of a chart in their order, with the letter that follows `g`. The address, the router and the texts use these names. */
const chartSections = [
  { name: 'summary', key: 's' },
  { name: 'timeline', key: 't' },
  { name: 'problems', key: 'p' },
  { name: 'allergies', key: 'a' },
  { name: 'medications', key: 'm' },
  { name: 'results', key: 'r' },
  { name: 'vitals', key: 'v' },
  { name: 'imaging', key: 'i' },
  { name: 'documents', key: 'd' },
  { name: 'encounters', key: 'e' },
  { name: 'immunizations', key: 'n' },
  { name: 'record', key: 'o' },
  { name: 'consents', key: 'k' },
  { name: 'identity', key: 'c' },
  { name: 'accesses', key: 'w' },
] as const;
export type SectionName = (typeof chartSections)[number]['name'];

export type PlaceName =
  'audit' | 'unusual' | 'patients' | 'agenda' | 'ownRecord' | 'reviews' | 'people' | 'sessions' | 'settings';

/** Places of the rail for a person. */
export function railPlaces(me: Me): { name: PlaceName; href: string; key: string }[] {
  const { patientId, rights } = me;
  return [
    ...(patientId
      ? [{ name: 'ownRecord' as const, href: `/patients/${patientId}/summary`, key: 'l' }]
      : rights['patients.search']
        ? [{ name: 'patients' as const, href: '/patients', key: 'l' }]
        : []),
    // who acts for a patient without being one has no appointments of their own here
    ...(rights['appointments.list-all'] || (rights['appointments.list'] && patientId)
      ? [{ name: 'agenda' as const, href: '/agenda', key: 'g' }]
      : []),
    ...(rights['audit.read']
      ? [
          { name: 'audit' as const, href: '/audit', key: 't' },
          { name: 'unusual' as const, href: '/audit/unusual', key: 'i' },
        ]
      : []),
    ...(rights['reviews.read'] ? [{ name: 'reviews' as const, href: '/reviews', key: 'u' }] : []),
    ...(rights['administration.read'] ? administrationPlaces : []),
  ];
}

const administrationPlaces = [
  { name: 'people', href: '/administration/people', key: 'u' },
  { name: 'sessions', href: '/administration/sessions', key: 's' },
  { name: 'settings', href: '/administration/settings', key: 'r' },
] as const;

/** Pages of a chart that this person may open. Identity belongs to whoever may find the patient. */
export const sectionsFor = (me: Me) =>
  chartSections.filter(({ name }) => me.rights[`${name === 'identity' ? 'patients' : name}.read`]);

/** Where a chart opens for this person: its summary, or who the patient is when that is all they may see. */
export const chartHome = (patientId: string, me: Me): string =>
  patientHref(patientId, me.rights['summary.read'] ? 'summary' : 'identity');

export const patientHref = (patientId: string, section: SectionName = 'summary') =>
  `/patients/${patientId}/${section}`;
