import type { AgendaSlot } from '@keneyapp/appointments/contract';
import { addDays } from '@keneyapp/fhir-model/hospital-days';
import type { Bundle, Schedule, Slot } from '@medplum/fhirtypes';
import { v5 } from 'uuid';
import { sameMoment } from './occupies.ts';
import { visitKindSystem } from './visit-kind.ts';

/** Namespace of the ids of what others are shown of an agenda: whoever writes it writes the same. */
const namespace = '9b1f3f8e-6a0b-5b55-8d3b-0f4c8a2d7e16';
const of = (...parts: readonly unknown[]): string => v5(JSON.stringify(parts), namespace);

export const scheduleIdOf = (resource: string): string => of('schedule', resource);

/** What is free or taken keeps its id while it begins at the same time, however long it is. */
const slotIdOf = (resource: string, start: string, kinds: readonly string[]): string =>
  of('slot', resource, new Date(start).toISOString(), ...kinds);

export const scheduleOf = (resource: string, from: string, days: number): Schedule & { id: string } => ({
  resourceType: 'Schedule',
  id: scheduleIdOf(resource),
  active: true,
  actor: [{ reference: resource }],
  planningHorizon: { start: from, end: addDays(from, days - 1) },
});

export function slotOf({ resource, start, end, isFree, kinds }: AgendaSlot): Slot & { id: string } {
  const sorted = [...(kinds ?? [])].sort();
  return {
    resourceType: 'Slot',
    id: slotIdOf(resource, start, sorted),
    ...(sorted.length > 0
      ? { serviceType: sorted.map((code) => ({ coding: [{ system: visitKindSystem, code }] })) }
      : {}),
    schedule: { reference: `Schedule/${scheduleIdOf(resource)}` },
    status: isFree ? 'free' : 'busy',
    start,
    end,
  };
}

/** What has to be written so that what is stored says what is wanted. Slots that others made in the Schedule are theirs. */
export function differing(
  resource: string,
  wanted: readonly (Slot & { id: string })[],
  stored: readonly Slot[],
): Slot[] {
  const there = new Map(stored.map((slot) => [slot.id, slot]));
  const ids = new Set(wanted.map(({ id }) => id));
  const gone = stored.filter(
    (slot) =>
      !ids.has(slot.id ?? '') &&
      slot.status !== 'entered-in-error' &&
      slot.id === slotIdOf(resource, slot.start ?? '', kindsOf(slot)),
  );
  return [
    ...wanted.filter((slot) => !isSame(slot, there.get(slot.id))),
    // never deleted: others may refer to it, and a server may refuse
    ...gone.map(({ meta: _meta, ...slot }): Slot => ({ ...slot, status: 'entered-in-error' })),
  ];
}

const isSame = (wanted: Slot, stored: Slot | undefined): boolean =>
  stored !== undefined &&
  stored.status === wanted.status &&
  sameMoment(stored.start ?? null, wanted.start ?? null) &&
  sameMoment(stored.end ?? null, wanted.end ?? null);

const kindsOf = ({ serviceType = [] }: Slot): string[] =>
  serviceType.flatMap(({ coding = [] }) => coding.flatMap(({ code }) => code ?? [])).sort();

/** All or none, each as it is to stand: sent twice it changes nothing. */
export const putAll = (resources: readonly (Schedule | Slot)[]): Bundle => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: resources.map((resource) => ({
    resource,
    request: { method: 'PUT', url: `${resource.resourceType}/${resource.id ?? ''}` },
  })),
});
