'use client';
import type { OrderTaskRow } from '@keneyapp/bff/features/tasks/view';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { announce } from '../../shell/announcer.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { isChangedMeanwhile } from '../../trpc/error.ts';
import type { AnswerText } from './basket.ts';

/** One thing that is said of orders that wait. */
export type Said =
  | { is: 'agree'; rows: readonly OrderTaskRow[] }
  | { is: 'remark'; row: OrderTaskRow; order: string; words: string }
  | { is: 'validate'; row: OrderTaskRow; answers: readonly AnswerText[] }
  | { is: 'refuse'; row: OrderTaskRow; words: string }
  | { is: 'sign'; row: OrderTaskRow }
  | { is: 'contest'; row: OrderTaskRow; words: string };

const named = ({ id, version }: OrderTaskRow) => ({ id, version });

/** Says it, patient by patient, each in one transaction; what was changed by somebody else meanwhile is said and read anew. */
export function useAnswerFor() {
  const t = useTranslations('orders.rereading');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const reread = useMutation(trpc.orders.reread.mutationOptions());
  const validate = useMutation(trpc.orders.validate.mutationOptions());
  const countersign = useMutation(trpc.orders.countersign.mutationOptions());
  const [failed, setFailed] = useState<{ error: unknown; again: () => void } | null>(null);
  const [isPending, setPending] = useState(false);

  /** False where it was not saved. A key is of one attempt and its repetitions: said twice, it is written once. */
  const send = async (said: Said, keys = new Map<string, string>()): Promise<boolean> => {
    const keyOf = (patientId: string) => {
      const key = keys.get(patientId) ?? crypto.randomUUID();
      keys.set(patientId, key);
      return key;
    };
    setPending(true);
    setFailed(null);
    try {
      if (said.is === 'agree') {
        const byPatient = Map.groupBy(said.rows, ({ patient }) => patient.id);
        // one chart after the other: one that was changed meanwhile keeps the others from nothing
        const errors: unknown[] = [];
        for (const [patientId, rows] of byPatient)
          await reread
            .mutateAsync({ patientId, key: keyOf(patientId), tasks: rows.map(named), remark: null })
            .catch((error: unknown) => errors.push(error));
        if (errors.length > 0) throw errors[0];
      } else {
        const patientId = said.row.patient.id;
        const input = { patientId, key: keyOf(patientId), ...named(said.row) };
        if (said.is === 'remark') {
          const { order, words } = said;
          const tasks = [named(said.row)];
          await reread.mutateAsync({ patientId, key: input.key, tasks, remark: { order, words } });
        } else if (said.is === 'validate') {
          const answers = said.answers.filter(({ reason }) => reason !== '');
          await validate.mutateAsync({ ...input, verdict: { kind: 'validate', answers } });
        } else if (said.is === 'refuse')
          await validate.mutateAsync({ ...input, verdict: { kind: 'refuse', why: said.words } });
        else await countersign.mutateAsync({ ...input, contest: said.is === 'contest' ? said.words : null });
      }
      announce(t(`done.${said.is}`));
      return true;
    } catch (error) {
      setFailed({ error, again: () => void send(said, keys) });
      return isChangedMeanwhile(error);
    } finally {
      setPending(false);
      await queries.invalidateQueries({ queryKey: trpc.tasks.pathKey() });
    }
  };
  return {
    send: (said: Said) => send(said),
    isPending,
    failed,
    dismiss: () => {
      setFailed(null);
    },
  };
}
export type AnswerFor = ReturnType<typeof useAnswerFor>;
