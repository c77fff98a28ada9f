import type { ChangeView } from '@keneyapp/bff/features/appointments/booking-view';
import type { AgendaItem } from '@keneyapp/bff/features/appointments/view';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useCallback, useRef, useState } from 'react';
import { announce } from '../../shell/announcer.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { isChangedMeanwhile } from '../../trpc/error.ts';
import type { MoveTarget } from './move-target.ts';

/** From how an appointment stands to how it is to stand. */
export interface Move {
  before: AgendaItem;
  after: AgendaItem;
  to: MoveTarget;
  /** It takes an earlier one back. */
  isUndo: boolean;
}

/**
 * Moves appointments at once: they stand at their new place before the answer, and at the old one again where it is refused.
 */
export function useMove() {
  const t = useTranslations('appointments.grid');
  const { appointments } = useTRPC();
  const queries = useQueryClient();
  const send = useMutation(appointments.move.mutationOptions());
  const sendOver = useMutation(appointments.moveOver.mutationOptions());
  const [done, setDone] = useState<Move | null>(null);
  const [refused, setRefused] = useState<{ move: Move; answer: ChangeView } | null>(null);
  const [failed, setFailed] = useState<{ move: Move; error: unknown } | null>(null);
  /** Where they are to stand, until the agenda has been read again: what is read meanwhile may show either place. */
  const [underWay, setUnderWay] = useState<ReadonlyMap<string, AgendaItem>>(new Map());
  const isAsked = useRef(new Set<string>());
  const settled = (after: AgendaItem) =>
    setUnderWay((all) => new Map([...all].filter(([, one]) => one !== after)));

  const go = async (move: Move, overReason: string | null) => {
    const { before, after, to } = move;
    if (!before.patient || isAsked.current.has(before.id)) return;
    isAsked.current.add(before.id);
    setUnderWay((all) => new Map(all).set(before.id, after));
    setRefused(null);
    setFailed(null);
    setDone(null);
    const asked = {
      patientId: before.patient.id,
      ...{ key: crypto.randomUUID(), appointmentId: before.id, start: before.start, to },
    };
    try {
      const answer =
        overReason === null
          ? await send.mutateAsync(asked)
          : await sendOver.mutateAsync({ ...asked, overReason });
      if (answer.isDone) {
        setDone(move);
        if (move.isUndo) announce(t('moved.undone'));
      } else {
        settled(after);
        setRefused({ move, answer });
      }
    } catch (error) {
      settled(after);
      if (isChangedMeanwhile(error)) announce(t('moved.changed'));
      else setFailed({ move, error });
    } finally {
      isAsked.current.delete(before.id);
      await queries.invalidateQueries({ queryKey: appointments.pathKey() }).catch(() => undefined);
      settled(after);
    }
  };

  /** The agenda with what is being moved at its new place. */
  const shown = useCallback(
    (items: readonly AgendaItem[]): readonly AgendaItem[] =>
      underWay.size === 0
        ? items
        : items
            .map((one) => underWay.get(one.id) ?? one)
            .toSorted((a, b) => Date.parse(a.start) - Date.parse(b.start) || a.id.localeCompare(b.id)),
    [underWay],
  );

  return {
    shown,
    move: (before: AgendaItem, to: MoveTarget, after: AgendaItem) =>
      void go({ before, after, to, isUndo: false }, null),
    /** What was refused, with a reason. */
    moveOver: (reason: string) => refused && void go(refused.move, reason),
    undo: () => {
      if (!done || done.isUndo) return;
      const { before, after, to } = done;
      void go(
        {
          ...{ before: after, after: before, isUndo: true },
          to: {
            start: before.start,
            minutes: to.minutes === null ? null : before.minutes,
            resources: to.resources && before.resources.filter((one) => isTaken(one, to.resources)),
          },
        },
        null,
      );
    },
    done: done?.isUndo ? null : done,
    refused,
    failed,
    retry: () => failed && void go(failed.move, null),
    forget: () => {
      setDone(null);
      setRefused(null);
      setFailed(null);
    },
  };
}

/** A person, or a place that goes along: a ward that is named for information was not asked for, and is not now. */
const isTaken = (reference: string, moved: readonly string[] | null): boolean =>
  reference.startsWith('Practitioner') || moved?.includes(reference) === true;
