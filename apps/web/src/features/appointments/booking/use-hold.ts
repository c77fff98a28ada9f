'use client';
import type { HeldVisit, HoldView } from '@keneyapp/bff/features/appointments/booking-view';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTRPC, useTRPCClient } from '../../../trpc/client.tsx';
import { isChangedMeanwhile } from '../../../trpc/error.ts';
import { saveFailureOf } from '../../../trpc/save-failure.ts';
import { visitsOf, type Occasion } from './series.ts';

/** What was asked to be kept, over others or not. */
interface Asked {
  key: string;
  occasions: Occasion[];
  isOver: boolean;
}
/** How it stands with it. */
export type HoldState =
  | { is: 'free' }
  | { is: 'asking'; asked: Asked }
  | { is: 'refused'; asked: Asked; view: HoldView }
  | { is: 'held'; asked: Asked; view: HoldView }
  /** It ended by itself, or somebody changed it. */
  | { is: 'ended'; asked: Asked }
  | { is: 'booked'; visits: HeldVisit[] };

/** Keeps places for a patient, and books them. Whatever is still kept when the page goes is given back. */
export function useHold(patientId: string | null) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const [state, setState] = useState<HoldState>({ is: 'free' });
  const [bookKey, setBookKey] = useState(() => crypto.randomUUID());
  /** What is asked now: an answer to anything else is given back. */
  const current = useRef<string | null>(null);
  const kept = useRef<{ patientId: string; bookings: string[] } | null>(null);
  const lookAgain = () => queries.invalidateQueries({ queryKey: trpc.appointments.find.pathKey() });

  useEffect(() => {
    const giveBack = () => {
      if (kept.current) sendBack(kept.current);
      current.current = kept.current = null;
    };
    window.addEventListener('pagehide', giveBack);
    return () => {
      window.removeEventListener('pagehide', giveBack);
      giveBack();
    };
  }, []);

  const taken = (view: HoldView, { key, patientId: of }: { key: string; patientId: string }) => {
    const bookings = view.held.map(({ bookingId }) => bookingId);
    if (key !== current.current) {
      // nobody waits for it any more
      if (bookings.length > 0) sendBack({ patientId: of, bookings });
      return;
    }
    kept.current = bookings.length > 0 ? { patientId: of, bookings } : null;
    setState((was) =>
      was.is === 'asking' ? { is: bookings.length > 0 ? 'held' : 'refused', asked: was.asked, view } : was,
    );
    if (bookings.length === 0) void lookAgain();
  };
  const hold = useMutation(trpc.appointments.hold.mutationOptions({ onSuccess: taken }));
  const holdOver = useMutation(trpc.appointments.holdOver.mutationOptions({ onSuccess: taken }));
  const asking = state.is === 'asking' && state.asked.isOver ? holdOver : hold;

  const ended = () => {
    current.current = kept.current = null;
    setState((was) => ('asked' in was ? { is: 'ended', asked: was.asked } : was));
    void lookAgain();
  };
  const book = useMutation(
    trpc.appointments.book.mutationOptions({
      onSuccess: () => {
        current.current = kept.current = null;
        setState((was) => (was.is === 'held' ? { is: 'booked', visits: was.view.held } : was));
        void queries.invalidateQueries({ queryKey: trpc.appointments.pathKey() });
      },
      onError: (error) => {
        if (saveFailureOf(error).isIn === 'no') setBookKey(crypto.randomUUID());
        if (isChangedMeanwhile(error)) ended();
      },
    }),
  );

  const send = (asked: Asked) => {
    if (patientId === null) return;
    book.reset();
    hold.reset();
    holdOver.reset();
    current.current = asked.key;
    setState({ is: 'asking', asked });
    (asked.isOver ? holdOver : hold).mutate({ patientId, key: asked.key, visits: visitsOf(asked.occasions) });
  };
  const letGo = async () => {
    const back = kept.current;
    current.current = kept.current = null;
    setState({ is: 'free' });
    hold.reset();
    holdOver.reset();
    book.reset();
    // it runs out by itself, should this not arrive
    if (back) await client.appointments.letGo.mutate(back).catch(() => undefined);
    await lookAgain();
  };
  return {
    state,
    error: state.is === 'asking' ? asking.error : null,
    isAsking: state.is === 'asking' && asking.isPending,
    /** Sent again it is the same. */
    askAgain: () => state.is === 'asking' && send(state.asked),
    take: (occasions: Occasion[], isOver = false) => send({ key: crypto.randomUUID(), occasions, isOver }),
    letGo,
    ended,
    book: {
      ...{ isPending: book.isPending, isPaused: book.isPaused, error: book.error },
      send: (words: { comment: string; overReason: string }) => {
        if (state.is === 'held' && patientId !== null && !book.isPending)
          book.mutate({
            ...{ patientId, key: bookKey, ...words },
            bookings: state.view.held.map(({ bookingId }) => bookingId),
          });
      },
    },
  };
}
export type Hold = ReturnType<typeof useHold>;

/** As the page goes: nobody waits for the answer, and the place is free again without it in ten minutes. */
function sendBack(what: { patientId: string; bookings: string[] }): void {
  void fetch('/trpc/appointments.letGo', {
    method: 'POST',
    keepalive: true,
    headers: { 'content-type': 'application/json', 'x-keneya-request': '1' },
    body: JSON.stringify(what),
  }).catch(() => undefined);
}
