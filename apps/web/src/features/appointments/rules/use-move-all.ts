import type { AbsentLine } from '@keneyapp/bff/features/appointments/rules-view';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '../../../trpc/client.tsx';
import { isChangedMeanwhile } from '../../../trpc/error.ts';

type Why = 'taken' | 'closed' | 'changed' | 'other';
export type MoveState = { is: 'waits' | 'moving' | 'moved' | 'back' } | { is: 'failed' | 'stuck'; why: Why };
export interface PlannedMove {
  line: AbsentLine;
  to: { start: string; resources: string[] };
}
export interface Away {
  resource: string;
  start: string;
  end: string;
}

/** What was done together, to be undone together. */
interface Done {
  moves: PlannedMove[];
  /** The absence as it stands in the rules. */
  rule: { id: string; version: number };
}

/**
 * An absence and its moves. Each appointment stands in a chart of its own: each is moved by itself, one after the other, so
 * that one that cannot be says so and the others stand. Back they go the same way, once the absence is taken out.
 */
export function useMoveAll({ resource, start, end }: Away) {
  const { appointments } = useTRPC();
  const queries = useQueryClient();
  const saveRule = useMutation(appointments.saveRule.mutationOptions());
  const removeRule = useMutation(appointments.removeRule.mutationOptions());
  const move = useMutation(appointments.move.mutationOptions());
  const [states, setStates] = useState<ReadonlyMap<string, MoveState>>(new Map());
  const [done, setDone] = useState<Done | null>(null);
  const [isRunning, setRunning] = useState(false);
  const [failure, setFailure] = useState<{ of: 'save' | 'undo'; error: unknown } | null>(null);
  const [ruleId] = useState(() => crypto.randomUUID());
  const state = (line: AbsentLine, next: MoveState) =>
    setStates((all) => new Map(all).set(line.bookingId, next));

  const one = async (
    { line }: PlannedMove,
    from: string,
    to: { start: string; resources: string[] },
  ): Promise<Why | null> => {
    try {
      const answer = await move.mutateAsync({
        ...{ patientId: line.patient?.id ?? '', appointmentId: line.appointmentId },
        ...{ key: crypto.randomUUID(), start: from, to },
      });
      if (answer.isDone) return null;
      const reason = answer.obstacles[0]?.reason;
      return reason === 'taken' || reason === 'full-group' ? 'taken' : 'closed';
    } catch (error) {
      return isChangedMeanwhile(error) ? 'changed' : 'other';
    }
  };

  /** `stored`: the absence that is in the rules already. */
  const run = async (
    moves: readonly PlannedMove[],
    { stored, seen }: { stored: { id: string; version: number } | null; seen: string[] },
  ): Promise<boolean> => {
    setRunning(true);
    setFailure(null);
    setStates(new Map(moves.map(({ line }) => [line.bookingId, { is: 'waits' }])));
    try {
      const rule = stored ?? {
        id: ruleId,
        ...(await saveRule.mutateAsync({
          rule: { type: 'absence', id: ruleId, resource, start, end },
          ...{ version: null, seen },
        })),
      };
      const moved: PlannedMove[] = [];
      setDone({ moves: moved, rule });
      for (const planned of moves) {
        state(planned.line, { is: 'moving' });
        const why = await one(planned, planned.line.start, planned.to);
        if (why === null) moved.push(planned);
        state(planned.line, why === null ? { is: 'moved' } : { is: 'failed', why });
      }
      setDone({ moves: [...moved], rule });
      return true;
    } catch (error) {
      setFailure({ of: 'save', error });
      setStates(new Map());
      return false;
    } finally {
      setRunning(false);
      void queries.invalidateQueries({ queryKey: appointments.rulesOf.queryKey() });
    }
  };

  /** @returns how many are back */
  const undo = async (): Promise<number> => {
    if (!done) return 0;
    setRunning(true);
    setFailure(null);
    let back = 0;
    try {
      await removeRule.mutateAsync({ resource, seen: [], ...done.rule });
      for (const planned of done.moves) {
        state(planned.line, { is: 'moving' });
        const { line, to } = planned;
        const why = await one(planned, to.start, { start: line.start, resources: line.resources });
        if (why === null) back += 1;
        state(line, why === null ? { is: 'back' } : { is: 'stuck', why });
      }
      setDone(null);
    } catch (error) {
      setFailure({ of: 'undo', error });
    } finally {
      setRunning(false);
      void queries.invalidateQueries({ queryKey: appointments.rulesOf.queryKey() });
    }
    return back;
  };
  return { states, done, isRunning, failure, run, undo };
}
