import type { AgendaMoved } from '@keneyapp/bff/features/appointments/booking-view';
import { useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { useTRPC } from '../../trpc/client.tsx';

interface Shown {
  from: string;
  /** Day after the last. */
  until: string;
  /** Null: everybody. */
  practitionerId: string | null;
}

/** What is told of leaves nothing of this as it was. */
export const touches = (moved: readonly AgendaMoved[], { from, until, practitionerId }: Shown): boolean =>
  moved.some(
    (one) =>
      (one.day === null || (one.day >= from && one.day < until)) &&
      (practitionerId === null || one.practitionerId === null || one.practitionerId === practitionerId),
  );

/** Read before the line opened, and opened as late as this, something may have been missed. */
const longOpeningMs = 3_000;

const subscribe = (onChange: () => void) => {
  document.addEventListener('visibilitychange', onChange);
  return () => document.removeEventListener('visibilitychange', onChange);
};
const useIsInSight = () =>
  useSyncExternalStore(
    subscribe,
    () => document.visibilityState === 'visible',
    () => false,
  );

/** What colleagues change shows by itself while the page is in sight; what is shown stays until it is read anew. */
export function useLiveAgenda(shown: Shown, isOn: boolean): void {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const isInSight = useIsInSight();
  const { appointments } = trpc;
  const readAnew = () => {
    for (const queryKey of [
      appointments.agenda.queryKey(),
      appointments.openings.queryKey(),
      appointments.month.queryKey(),
      appointments.today.queryKey(),
    ])
      void queries.invalidateQueries({ queryKey });
  };
  const { status } = useSubscription(
    appointments.moves.subscriptionOptions(undefined, {
      enabled: isOn && isInSight,
      onData: (moved) => {
        if (touches(moved, shown)) readAnew();
      },
    }),
  );
  // what happened while the line was down, or was long in opening, was not told
  const began = useRef(0);
  useEffect(() => {
    began.current = performance.now();
  }, []);
  const wasOpen = useRef(false);
  const again = useRef(readAnew);
  useEffect(() => {
    again.current = readAnew;
  });
  useEffect(() => {
    if (status !== 'pending') return;
    if (wasOpen.current || performance.now() - began.current > longOpeningMs) again.current();
    wasOpen.current = true;
  }, [status]);
}
