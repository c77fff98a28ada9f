import type { Person } from '@medplum/fhirtypes';
import type { Chart } from '../chart/chart.ts';
import { staffRef } from '../hospital/staff.ts';
import { watched } from './labels.ts';

/** The patient is a member of staff as well: labelled as such, and a Person says which one. */
export function worksHere(chart: Chart, staffId: string): void {
  watched(chart, 'EMP');
  chart.add<Person & { id: string }>({
    resourceType: 'Person',
    id: chart.id('person'),
    active: true,
    name: [{ family: chart.person.family, given: [...chart.person.given] }],
    birthDate: chart.person.birthDate,
    gender: chart.person.sex,
    link: [
      { target: chart.subject, assurance: 'level4' },
      { target: staffRef(staffId), assurance: 'level4' },
    ],
  });
}
