import type { Resource } from '@medplum/fhirtypes';
import type { Calendar } from './calendar.ts';
import { consents } from './care/consents.ts';
import { sensitivityLabels } from './care/labels.ts';
import { tasksAndNotices } from './care/tasks.ts';
import { orderSets } from './care/order-sets.ts';
import { protocols } from './care/protocols.ts';
import { careTeams } from './care/team.ts';
import { Chart, type Identified } from './chart/chart.ts';
import { drawDocuments } from './documents/document.ts';
import { hospitalResources } from './hospital/hospital.ts';
import { staffResources } from './hospital/staff.ts';
import { visitResources } from './hospital/visits.ts';
import { imagingOf } from './imaging/plan.ts';
import { makePerson } from './people/person.ts';
import { roster } from './people/roster.ts';
import { Random } from './random.ts';
import { agenda } from './agenda.ts';
import { terminologyResources } from './terminology.ts';

/** What everything else refers to: hospital, staff, code systems. Goes in first. */
export function sharedResources(calendar: Calendar): Identified[] {
  return [
    ...terminologyResources(),
    ...hospitalResources(),
    ...visitResources(),
    ...staffResources(),
    ...orderSets(),
    ...protocols(calendar),
  ].map(withId);
}

/** The charts without the content of their documents; `drawn` adds that. */
export function charts(calendar: Calendar): Chart[] {
  return roster(calendar).map(({ person, tell }) => {
    const chart = new Chart(makePerson(person, new Random(`person ${person.id}`)), calendar);
    tell(chart);
    for (const study of imagingOf(person.id)) study.describe(chart);
    careTeams(chart);
    consents(chart);
    sensitivityLabels(chart);
    return chart;
  });
}

/** Resources of one chart in an order in which references mostly point backwards, documents drawn. */
export async function drawn(chart: Chart): Promise<Identified[]> {
  const binaries = await drawDocuments(chart);
  return [...chart.resources, ...binaries];
}

/** This week's and next week's appointments, with their schedules. */
export function agendaResources(calendar: Calendar, all: readonly Chart[]): Identified[] {
  return agenda(calendar, all);
}

/** What the staff have to do and to know. */
export const taskResources = (calendar: Calendar, all: readonly Chart[]): Identified[] =>
  tasksAndNotices(calendar, all);

function withId(resource: Resource): Identified {
  if (!resource.id) throw new Error(`${resource.resourceType} without id`);
  return { ...resource, id: resource.id } as Identified;
}
