'use client';
import type { ChangeView, UpcomingVisit } from '@keneyapp/bff/features/appointments/booking-view';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '../../../trpc/client.tsx';
import type { Occasion } from './series.ts';

type Visit = Occasion[number];
type MoveState =
  | { is: 'free' }
  | { is: 'asking'; to: Visit }
  | { is: 'refused'; to: Visit; view: ChangeView }
  | { is: 'moved'; to: Visit };

/** Brings an appointment that stands to another place. */
export function useAskedMove(patientId: string | null, appointment: UpcomingVisit | null) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [state, setState] = useState<MoveState>({ is: 'free' });
  const options = {
    onSuccess: (view: ChangeView) => {
      setState((was) =>
        was.is !== 'asking'
          ? was
          : view.isDone
            ? { is: 'moved', to: was.to }
            : { is: 'refused', to: was.to, view },
      );
    },
    onSettled: () => queries.invalidateQueries({ queryKey: trpc.appointments.pathKey() }),
  };
  const move = useMutation(trpc.appointments.move.mutationOptions(options));
  const over = useMutation(trpc.appointments.moveOver.mutationOptions(options));
  const send = (to: Visit, overReason: string | null) => {
    if (patientId === null || appointment === null) return;
    setState({ is: 'asking', to });
    const { appointmentId, start } = appointment;
    const input = {
      ...{ patientId, appointmentId, start, key: crypto.randomUUID() },
      to: { start: to.start, resources: to.resources },
    };
    if (overReason === null) move.mutate(input);
    else over.mutate({ ...input, overReason });
  };
  return {
    state,
    isPending: move.isPending || over.isPending,
    error: state.is === 'asking' ? (over.error ?? move.error) : null,
    send,
    stop: () => {
      move.reset();
      over.reset();
      setState({ is: 'free' });
    },
  };
}
