'use client';
import type { Move } from '@keneyapp/bff/features/tasks/schema';
import type { InboxView, TaskLine } from '@keneyapp/bff/features/tasks/view';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { issuesOf } from '../../components/form/server-issues.ts';
import { goOnAt, placesAround } from '../../shell/go-on.ts';
import { stopHolding } from '../../shell/hold-focus.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { isChangedMeanwhile } from '../../trpc/error.ts';
import { taskLines } from './line-focus.ts';
import { noteOwnStep } from './own-steps.ts';

export type Step = Move | { kind: 'see' };
export interface Done {
  reference: string;
  kind: Step['kind'];
  /** What takes it back; null where nothing does. */
  undo: Move | null;
}

/** One step of a line: it is saved at once, said, and can be taken back where something can. */
export function useStep() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [done, setDone] = useState<Done | null>(null);
  const [failed, setFailed] = useState<{ line: TaskLine; step: Step; error: unknown } | null>(null);
  const again = () => queries.invalidateQueries({ queryKey: trpc.tasks.pathKey() });
  const inChart = useMutation(trpc.tasks.move.mutationOptions());
  const inUnit = useMutation(trpc.tasks.moveInUnit.mutationOptions());
  const see = useMutation(trpc.tasks.see.mutationOptions());

  const take = async (line: TaskLine, step: Step): Promise<boolean> => {
    setFailed(null);
    setDone(null);
    stopHolding();
    const places = placesAround(taskLines, line.reference);
    const id = line.reference.split('/')[1] ?? '';
    try {
      if (step.kind === 'see') await see.mutateAsync({ id });
      else {
        const input = { key: crypto.randomUUID(), id, version: line.version ?? '', move: step };
        const patientId = line.words?.patientId ?? null;
        await (patientId === null ? inUnit.mutateAsync(input) : inChart.mutateAsync({ ...input, patientId }));
      }
    } catch (error) {
      setFailed({ line, step, error });
      if (isChangedMeanwhile(error)) await again();
      return false;
    }
    noteOwnStep();
    await again();
    setDone({ reference: line.reference, kind: step.kind, undo: undoOf(line, step) });
    goOnAt(taskLines, places);
    return true;
  };
  return {
    take,
    isPending: inChart.isPending || inUnit.isPending || see.isPending,
    done,
    failed,
    dismiss: () => {
      setDone(null);
      setFailed(null);
    },
    /** As the list has it now: its version is the one that was shown last. */
    lineNow: (reference: string): TaskLine | undefined =>
      queries
        .getQueryData<InboxView>(trpc.tasks.list.queryKey())
        ?.lines.find((line) => line.reference === reference),
  };
}
export type Steps = ReturnType<typeof useStep>;

/** Whom it was to be handed on to is of no unit where it may go: said at the field. */
export const isOtherUnit = (error: unknown): boolean => issuesOf(error)?.[0]?.message === 'other-unit';

/** What leads back to where it stood. */
function undoOf({ state, to }: TaskLine, { kind }: Step): Move | null {
  if (kind === 'take') return { kind: 'give-back' };
  if (kind === 'finish') return { kind: 'reopen' };
  if (kind === 'put-off')
    return state === 'open' ? { kind: 'give-back' } : to?.isMe ? { kind: 'take' } : null;
  return null;
}

/** What waits to be validated or signed is settled by no step. */
const isSettledElsewhere = ({ orders }: TaskLine): boolean =>
  orders === 'validate' || orders === 'countersign';
/** Where orders that wait are answered for. */
export const rereadingHref = ({ orders, waits }: TaskLine): string | null =>
  orders !== null && waits ? '/rereading' : null;

/** The first thing to do with a line; null where nothing is. */
export function nextStep(line: TaskLine): Step | null {
  if (line.words === null || isSettledElsewhere(line)) return null;
  if (line.kind === 'notice') return line.state === 'new' && line.waits ? { kind: 'see' } : null;
  if (!line.waits) return null;
  if (line.state === 'open') return { kind: 'take' };
  return line.to?.isMe ? { kind: 'finish', note: '' } : { kind: 'take' };
}

/** What else can be done with a task. */
export function otherSteps(line: TaskLine): Move['kind'][] {
  if (line.words === null || line.kind === 'notice' || isSettledElsewhere(line)) return [];
  const isAsked = line.via.some((one) => one !== 'made');
  const isMine = line.from.isMe;
  if (line.state === 'called-off') return [];
  if (line.state === 'done') return isAsked ? ['reopen'] : [];
  const isMyOwn = line.state !== 'open' && line.to?.isMe === true;
  return [
    ...(isAsked && line.state === 'open' ? (['take', 'finish'] as const) : []),
    ...(isAsked && line.state !== 'open' && !isMyOwn ? (['take'] as const) : []),
    ...(isMyOwn ? (['finish', 'give-back'] as const) : []),
    ...(isAsked ? (['put-off'] as const) : []),
    ...(isAsked || isMine ? (['hand-on'] as const) : []),
    ...(isMine ? (['call-off'] as const) : []),
  ];
}
