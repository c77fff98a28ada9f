import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { whileInSight } from '../../trpc/while-in-sight.ts';

/** So many the server says the hours of at once. */
const atOnce = 100;
const fallbackMs = 120_000;
/** Who gives what changes rarely. */
const kindsStandMs = 10 * 60_000;

/** Who can be booked here, for whoever may look for places: of these units by name, or in this place. */
export function useBookable(units: readonly string[], where: string | null) {
  const mayFind = useSignedInUser().rights['appointments.find'] === true;
  const { data: kinds } = useQuery(
    useTRPC().appointments.kinds.queryOptions(undefined, { enabled: mayFind, staleTime: kindsStandMs }),
  );
  const names = units.join('\n');
  return useMemo(() => {
    const here = (kinds ?? []).filter(
      ({ service, rooms }) =>
        (names === '' || (service !== null && names.split('\n').includes(service.name))) &&
        (where === null || [service, ...rooms].some((one) => one?.id === where)),
    );
    const practitioners = new Map(here.flatMap((kind) => kind.practitioners.map((one) => [one.id, one])));
    return {
      practitioners: [...practitioners.values()],
      rooms: [...new Map(here.flatMap((kind) => kind.rooms.map((one) => [one.id, one] as const))).values()],
      /** Of all that can be booked: an appointment keeps them when it goes to somebody else. */
      roomIds: new Set((kinds ?? []).flatMap((kind) => kind.rooms.map(({ id }) => id))),
    };
  }, [kinds, names, where]);
}

/** When they can be booked. */
export function useOpenings(all: readonly string[], span: { from: string; days: number }, isOn: boolean) {
  const resources = [...all].sort().slice(0, atOnce);
  return useQuery(
    useTRPC().appointments.openings.queryOptions(
      { resources, from: span.from, days: span.days },
      {
        enabled: isOn && resources.length > 0,
        // a column more asks anew: what is painted stays meanwhile
        placeholderData: keepPreviousData,
        ...whileInSight(fallbackMs),
      },
    ),
  );
}
