import type { WaitingView } from '@keneyapp/appointments/contract';
import { matches, orThrow } from '@keneyapp/fhir-model/bundles';
import { addDays, dayOf, startOf } from '@keneyapp/fhir-model/hospital-days';
import { homonymsAmong, listedPerson, type ListedPerson } from '@keneyapp/fhir-model/listed-person';
import { patientIdOf, patientReference } from '@keneyapp/fhir-model/references';
import type { z } from 'zod';
import type { BookingCatalogue } from '../../booking/catalogue.ts';
import type { PatientContext } from '../../context.ts';
import { refuse } from '../../errors.ts';
import { changedMeanwhile } from '../../writing/outcome-errors.ts';
import { needsOf } from './find.ts';
import type { ListContext } from './named-bookings.ts';
import { ownAgendas } from './own-agendas.ts';
import { knownKind, placed } from './placed.ts';
import type { addToWaitingInput, ownOrAllInput, withdrawWaitingInput } from './rules-schema.ts';
import type { WaitingLine, WaitingListView } from './rules-view.ts';

/** Read at a time; the rest is told to be there. */
const max = 300,
  atOnce = 100;

/** Who waits for a place, and what is offered to them. Of whose appointments the reader may not know, no more than that they are. */
export async function waitingList(
  ctx: ListContext,
  { ofOwnUnits }: z.output<typeof ownOrAllInput>,
): Promise<WaitingListView> {
  const { appointments, lookups } = ctx.services;
  const [{ entries }, { resources }, catalogue] = await Promise.all([
    appointments.call('waiting.list', { patient: null }),
    appointments.call('resources.list', { units: null }),
    appointments.catalogue(),
    lookups.count('agenda', ctx.session.userId),
  ]);
  const own = await ownAgendas(ctx, { resources: resources.map(({ value }) => value), kinds: [] });
  const mine = new Set(resources.flatMap(({ value }) => (own.isOwn(value) ? value.reference : [])));
  const isShown = ({ needs }: WaitingView) => needs.some((need) => need.some((one) => mine.has(one)));
  const found = entries.filter((entry) => !ofOwnUnits || own.units.length === 0 || isShown(entry));
  const shown = found.slice(0, max);
  const people = await peopleOf(ctx, shown);
  const alike = homonymsAmong([...people.values()]);
  const lines = shown.flatMap((entry) => {
    const patient = people.get(patientIdOf(entry.patient) ?? '');
    return patient ? [lineOf(entry, catalogue, { ...patient, isHomonym: alike.has(patient.id) })] : [];
  });
  return { units: own.units, lines, hidden: shown.length - lines.length, isTruncated: found.length > max };
}

/** Those of whose appointments the reader may know, without any emergency access. */
async function peopleOf(
  ctx: ListContext,
  entries: readonly WaitingView[],
): Promise<Map<string, ListedPerson>> {
  const ids = [...new Set(entries.flatMap(({ patient }) => patientIdOf(patient) ?? []))];
  const verdicts = await ctx.access.decideFor('appointments.read', ids);
  const open = ids.filter((id) => {
    const verdict = verdicts.get(id);
    return verdict?.allow === true && verdict.grant === null;
  });
  const answers =
    open.length === 0
      ? []
      : await ctx.fhir.batchSearch(
          Array.from({ length: Math.ceil(open.length / atOnce) }, (_, i) => ({
            type: 'Patient' as const,
            params: { _id: open.slice(i * atOnce, (i + 1) * atOnce).join(','), _count: atOnce },
          })),
        );
  const now = new Date();
  const people = answers.flatMap((answer) => matches(orThrow(answer), 'Patient'));
  ctx.auditResources('Patient', ...people.flatMap(({ id }) => (id ? patientReference(id) : [])));
  return new Map(people.map((one) => [one.id ?? '', listedPerson(one, now)]));
}

function lineOf(
  { id, kind, needs, from, until, weekdays, starts, ends, urgency, since, state, offer }: WaitingView,
  catalogue: BookingCatalogue,
  patient: WaitingLine['patient'],
): WaitingLine {
  const bookable = catalogue.kind(kind);
  const [wanted = []] = needs;
  const anybody = bookable?.needs[0] ?? [];
  return {
    id,
    patient,
    kind: bookable?.name ?? catalogue.named(`HealthcareService/${kind}`).name,
    kindId: kind,
    practitioners: wanted.length < anybody.length ? wanted.map((one) => catalogue.named(one)) : [],
    from: dayOf(new Date(from)),
    until: dayOf(new Date(Date.parse(until) - 1)),
    ...{ weekdays, starts, ends, urgency, since, state },
    offer: offer && { ...placed(catalogue, offer), bookingId: offer.id, expires: offer.expires },
  };
}

type ChartCtx = Pick<PatientContext, 'services' | 'patientId' | 'auditResources'>;

/** Sent again with its id it is the same; somebody waits once for a kind of visit. */
export async function addToWaiting(
  { services, patientId }: ChartCtx,
  input: z.output<typeof addToWaitingInput>,
  now: Date,
): Promise<{ id: string }> {
  const { appointments } = services;
  const { id, weekdays, starts, ends, urgency } = input;
  const kind = knownKind(await appointments.catalogue(), input.kind, ['kind']);
  const needs = needsOf(kind, input.practitionerId, ['practitionerId']);
  const from = new Date(Math.max(startOf(input.from).getTime(), now.getTime()));
  const until = startOf(addDays(input.from, input.days));
  if (until <= from) refuse([{ path: ['from'], reason: 'in-the-past' }]);
  if (starts >= ends) refuse([{ path: ['ends'], reason: 'before-start' }]);
  const known = await ofPatient(appointments, patientId);
  if (known.some((one) => one.id !== id && one.kind === kind.id && isWaiting(one)))
    refuse([{ path: ['kind'], reason: 'waits-already' }]);
  await appointments.call('waiting.put', {
    ...{ id, kind: kind.id, needs, weekdays, starts, ends, urgency },
    patient: patientReference(patientId),
    from: from.toISOString(),
    until: until.toISOString(),
  });
  return { id };
}

const isWaiting = ({ state }: WaitingView): boolean => state === 'waiting' || state === 'offered';

async function ofPatient(
  { call }: Pick<ChartCtx['services']['appointments'], 'call'>,
  patientId: string,
): Promise<WaitingView[]> {
  const { entries } = await call('waiting.list', { patient: patientReference(patientId) });
  return entries;
}

/** Waits no more; what was offered is free for the next one. */
export async function withdrawWaiting(
  { services, patientId }: ChartCtx,
  { id }: z.output<typeof withdrawWaitingInput>,
): Promise<void> {
  const { appointments } = services;
  const found = (await ofPatient(appointments, patientId)).find((entry) => entry.id === id);
  if (!found || found.state === 'booked') throw changedMeanwhile();
  await appointments.call('waiting.withdraw', { id });
  if (found.offer?.state === 'held')
    await appointments.call('step', { bookings: [found.offer.id], step: 'release' });
}
