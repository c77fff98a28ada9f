import type { FhirClient } from '@keneyapp/fhir-client';
import { matches, orThrow } from '@keneyapp/fhir-model/bundles';
import { homonymsAmong, listedPerson } from '@keneyapp/fhir-model/listed-person';
import { patientIdOf, patientReference } from '@keneyapp/fhir-model/references';
import type { Bundle, Communication, Resource, Task } from '@medplum/fhirtypes';
import type { Verdict } from '../../access/access.ts';
import { carriesPatient } from '../../access/no-patient.ts';
import type { Feature } from '../../access/roles.ts';
import type { Context, Visit } from '../../context.ts';
import { placesOf } from '../../fhir/places.ts';
import { findFor } from '../../inbox/find.ts';
import { byUrgency, lineOfNotice, lineOfTask, type SeenBy } from './lines.ts';
import type { InboxView, TaskLine, TaskPatient } from './view.ts';
import { personOf, type Person } from '../../inbox/who.ts';

/** More than anybody has; beyond it the list says that it is not all. */
const maxLines = 300;

export type ListContext = Context &
  Visit & {
    fhir: Pick<FhirClient, 'search'>;
    chartsFhir: (feature: Feature, verdicts: ReadonlyMap<string, Verdict>) => FhirClient;
    auditResources: (...resources: string[]) => void;
  };

/**
 * What waits for somebody and what they asked of others. Of whom it is comes from the index; what it says is read from the
 * FHIR server, each part as the chart that it belongs to shows it, all of them decided in one evaluation. Of what is closed
 * only that it is there, and who asked.
 */
export async function inboxOf(ctx: ListContext): Promise<InboxView> {
  const now = new Date();
  const person = await personOf(ctx, now);
  const empty = { lines: [], readAt: now.toISOString(), isTruncated: false, standsInFor: [] };
  if (!person) return empty;
  const found = await findFor(ctx.services.inbox.rows, person, maxLines + 1);
  const standsInFor = person.absent.map(({ name, toDay }) => ({ name, toDay }));
  if (found.length === 0) return { ...empty, standsInFor };
  const shown = found.slice(0, maxLines);
  const stored = await storedOf(
    ctx,
    shown.map(({ reference }) => reference),
  );
  // the index only finds: whose it is says the resource
  const ids = [...new Set(stored.flatMap((one) => patientOf(one) ?? []))];
  const open = await openCharts(ctx, 'tasks.read', ids);
  const [told, patients, seen] = await Promise.all([
    toldOf(ctx, stored, open),
    patientsOf(ctx, [...open.keys()], now),
    seenOf(ctx, stored),
  ]);
  ctx.auditResources(
    'Task',
    'Communication',
    'Encounter',
    ...[...open.keys()].map((id) => patientReference(id)),
  );
  const lines = stored.flatMap((resource) => {
    const own = told.get(keyOf(resource));
    return lineOf(own ?? resource, { person, patients, seen, now, isOpen: own !== undefined }) ?? [];
  });
  return {
    lines: lines.sort(byUrgency),
    readAt: now.toISOString(),
    isTruncated: found.length > maxLines,
    standsInFor,
  };
}

type Stored = Task | Communication;
const keyOf = (resource: Resource): string => `${resource.resourceType}/${resource.id ?? ''}`;
const patientOf = (resource: Stored): string | null =>
  patientIdOf((resource.resourceType === 'Task' ? resource.for : resource.subject)?.reference);

function searchesFor(references: readonly string[]) {
  const idsOf = (type: string) =>
    references.flatMap((one) => (one.startsWith(`${type}/`) ? [one.slice(type.length + 1)] : []));
  return (['Task', 'Communication'] as const).flatMap((type) => {
    const ids = idsOf(type);
    return ids.length > 0 ? [{ type, params: { _id: ids.join(','), _count: ids.length } }] : [];
  });
}
const resourcesIn = (bundles: readonly Bundle[]): Stored[] =>
  bundles.flatMap((bundle) => [...matches(bundle, 'Task'), ...matches(bundle, 'Communication')]);

/** As they are stored, whatever the reader may see of them. */
async function storedOf({ services }: ListContext, references: readonly string[]): Promise<Stored[]> {
  const answers = await services.capabilities.taskInbox.batchSearch(searchesFor(references));
  return resourcesIn(answers.map(orThrow));
}

/** Charts that are open; what an emergency opens is opened in its chart, where it is said that it is open. */
export async function openCharts(
  { access }: ListContext,
  operation: `${'tasks' | 'encounters' | 'medications' | 'orders'}.read`,
  ids: readonly string[],
): Promise<Map<string, Verdict>> {
  const verdicts = await access.decideFor(operation, ids);
  return new Map([...verdicts].filter(([, verdict]) => verdict.allow && verdict.grant === null));
}

/** What may be read: of charts as they show it, and what is of no chart. */
async function toldOf(
  ctx: ListContext,
  stored: readonly Stored[],
  open: ReadonlyMap<string, Verdict>,
): Promise<Map<string, Stored>> {
  const ofCharts = stored.filter((one) => open.has(patientOf(one) ?? ''));
  const answers =
    ofCharts.length > 0
      ? await ctx.chartsFhir('tasks', open).batchSearch(searchesFor(ofCharts.map(keyOf)))
      : [];
  // what names nobody and leads to somebody's chart all the same is closed
  const ofUnits = stored.filter((one) => patientOf(one) === null && !carriesPatient(one, () => null));
  return new Map([...resourcesIn(answers.map(orThrow)), ...ofUnits].map((one) => [keyOf(one), one]));
}

/** Whom the lines are about: told apart from others of the list, and where they are as far as the reader sees their stays. */
export async function patientsOf(
  ctx: ListContext,
  ids: readonly string[],
  now: Date,
): Promise<Map<string, TaskPatient>> {
  if (ids.length === 0) return new Map();
  const seesStays = await openCharts(ctx, 'encounters.read', ids);
  const [people, places] = await Promise.all([
    ctx.fhir.search('Patient', { _id: ids.join(','), _count: ids.length }),
    placesOf(ctx.chartsFhir('encounters', seesStays), [...seesStays.keys()], now),
  ]);
  const listed = matches(people, 'Patient').map((patient) => listedPerson(patient, now));
  const alike = homonymsAmong(listed);
  return new Map(
    listed.map((person) => [
      person.id,
      { ...person, location: places.get(person.id) ?? null, isHomonym: alike.has(person.id) },
    ]),
  );
}

async function seenOf({ services }: ListContext, stored: readonly Stored[]): Promise<Map<string, SeenBy[]>> {
  const references = stored.flatMap((one) => (one.resourceType === 'Communication' ? [keyOf(one)] : []));
  if (references.length === 0) return new Map();
  const rows = await services.db.noticeSeen.findMany({
    where: { reference: { in: references } },
    orderBy: { at: 'asc' },
  });
  return Map.groupBy(
    rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() })),
    ({ reference }) => reference,
  );
}

interface Told {
  person: Person;
  patients: ReadonlyMap<string, TaskPatient>;
  seen: ReadonlyMap<string, SeenBy[]>;
  now: Date;
  isOpen: boolean;
}
function lineOf(resource: Stored, { person, patients, seen, now, isOpen }: Told): TaskLine | null {
  const patient = patients.get(patientOf(resource) ?? '') ?? null;
  const around = { person, patient, isOpen, seen: seen.get(keyOf(resource)) ?? [], now };
  return resource.resourceType === 'Task' ? lineOfTask(resource, around) : lineOfNotice(resource, around);
}
