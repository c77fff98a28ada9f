import type { Booking, Obstacle } from '@keneyapp/appointments/contract';
import { TRPCError } from '@trpc/server';
import type { BookableKind, BookingCatalogue } from '../../booking/catalogue.ts';
import { refuse } from '../../errors.ts';
import type { ChangeView, ObstacleView, PlacedVisit } from './booking-view.ts';

type Placed = Pick<PlacedVisit, 'kind' | 'start' | 'end' | 'resources'>;

/** With the names of who and what takes part. */
export function placed(catalogue: BookingCatalogue, { kind, start, end, resources }: Placed): PlacedVisit {
  const isPerson = (one: string) => one.startsWith('Practitioner/');
  return {
    ...{ kind, start, end, resources },
    practitioners: resources.filter(isPerson).map((one) => catalogue.named(one)),
    rooms: resources.filter((one) => !isPerson(one)).map((one) => catalogue.named(one)),
  };
}

/** What a reason passes by: that somebody is there, or that it is closed. What is not there, or over, nothing does. */
const passable = new Set<Obstacle['reason']>(['taken', 'full-group', 'closed', 'kept', 'absent', 'off-grid']);

export function obstaclesView(
  catalogue: BookingCatalogue,
  obstacles: readonly Obstacle[],
): Pick<ChangeView, 'obstacles' | 'mayBeOver'> {
  return {
    obstacles: obstacles.map(({ at, resource, reason, by }): ObstacleView => ({
      ...{ at, reason },
      resource: resource === null ? null : catalogue.named(resource),
      by: by.map(({ appointment, start, end }: Booking) => ({ appointmentId: appointment, start, end })),
    })),
    mayBeOver: obstacles.length > 0 && obstacles.every(({ reason }) => passable.has(reason)),
  };
}

/** The kind that was asked for, or the refusal of its field. */
export function knownKind(catalogue: BookingCatalogue, id: string, path: (string | number)[]): BookableKind {
  return catalogue.kind(id) ?? refuse([{ path, reason: 'unknown-kind' }]);
}

/** All that a visit of this kind takes, and nothing that it does not. */
export function fitKind(kind: BookableKind, resources: readonly string[], path: (string | number)[]): void {
  const isComplete = kind.needs.every((need) => need.filter((one) => resources.includes(one)).length === 1);
  if (!isComplete || new Set(resources).size !== kind.needs.length || resources.length !== kind.needs.length)
    refuse([{ path, reason: 'not-of-this-kind' }]);
}

/** The hold has ended, or somebody else has changed it. */
export const holdEnded = (): TRPCError =>
  new TRPCError({ code: 'PRECONDITION_FAILED', message: 'hold ended' });
