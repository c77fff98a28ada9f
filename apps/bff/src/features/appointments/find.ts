import type { FindAnswer, FindInput } from '@keneyapp/appointments/contract';
import { addDays, startOf } from '@keneyapp/fhir-model/hospital-days';
import type { z } from 'zod';
import type { BookableKind, BookingCatalogue } from '../../booking/catalogue.ts';
import type { Services } from '../../context.ts';
import { refuse } from '../../errors.ts';
import type { findInput } from './booking-schema.ts';
import type { FoundPlace, FoundPlaces } from './booking-view.ts';
import { knownKind, placed } from './placed.ts';

type Input = z.output<typeof findInput>;
type FreePlace = FindAnswer['free'][number];

/** Free places, the earliest first; where there is none, why, and what comes next. */
export async function findPlaces(
  appointments: Services['appointments'],
  input: Input,
  now: Date,
): Promise<FoundPlaces> {
  const [catalogue, isReady] = await Promise.all([appointments.catalogue(), appointments.isFilled()]);
  const asked = engineQuestion(catalogue, input, now);
  const { free, none } = await appointments.call('find', asked);
  const view = ({ visit, then }: FreePlace): FoundPlace => ({
    visit: placed(catalogue, visit),
    then: then === null ? null : placed(catalogue, then),
  });
  const others = none === null ? null : await withOthers(appointments, catalogue, input, now);
  return {
    isReady,
    free: free.map(view),
    none:
      none === null
        ? null
        : {
            needs: none.needs,
            firstAfter: none.firstAfter && view(none.firstAfter),
            withOthers: others && view(others),
          },
  };
}

function engineQuestion(catalogue: BookingCatalogue, input: Input, now: Date): FindInput {
  const { weekdays, starts, ends, limit, then } = input;
  const kind = knownKind(catalogue, input.kind, ['kind']);
  const thenKind = then === null ? null : knownKind(catalogue, then.kind, ['then', 'kind']);
  const from = new Date(Math.max(startOf(input.from).getTime(), now.getTime()));
  const until = startOf(addDays(input.from, input.days));
  if (until <= from) refuse([{ path: ['from'], reason: 'in-the-past' }]);
  if (starts >= ends) refuse([{ path: ['ends'], reason: 'before-start' }]);
  return {
    kind: kind.id,
    needs: needsOf(kind, input.practitionerId, ['practitionerId']),
    from: from.toISOString(),
    until: until.toISOString(),
    ...{ weekdays, starts, ends, limit },
    then:
      then === null || thenKind === null
        ? null
        : {
            kind: thenKind.id,
            needs: needsOf(thenKind, then.practitionerId, ['then', 'practitionerId']),
            maxGapMinutes: then.maxGapMinutes,
          },
  };
}

/** Whoever was asked for instead of anybody who gives it. */
export function needsOf(kind: BookableKind, practitionerId: string | null, path: string[]): string[][] {
  if (practitionerId === null) return kind.needs;
  const wanted = `Practitioner/${practitionerId}`;
  const [people = [], ...rest] = kind.needs;
  if (!people.includes(wanted)) refuse([{ path, reason: 'not-of-this-kind' }]);
  return [[wanted], ...rest];
}

/** When nobody but one was wanted: the first with somebody else within the same days. */
async function withOthers(
  { call }: Pick<Services['appointments'], 'call'>,
  catalogue: BookingCatalogue,
  input: Input,
  now: Date,
): Promise<FreePlace | null> {
  if (input.practitionerId === null && (input.then?.practitionerId ?? null) === null) return null;
  const anybody = {
    ...input,
    practitionerId: null,
    then: input.then === null ? null : { ...input.then, practitionerId: null },
    limit: 1,
  };
  const { free } = await call('find', engineQuestion(catalogue, anybody, now));
  return free[0] ?? null;
}
