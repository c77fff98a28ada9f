'use client';
import type { ConsentEntry, ConsentsView } from '@keneyapp/bff/features/consents/view';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useFormats } from '../../i18n/use-formats.ts';
import { announce } from '../../shell/announcer.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { isChangedMeanwhile } from '../../trpc/error.ts';

export interface ChangeProps {
  patientId: string;
  view: ConsentsView;
  onClose: () => void;
  /** With the list that it has become. */
  onSaved: (next: ConsentsView) => void;
}

/** The list said one thing when the person decided, and says another now. */
export interface Overtaken {
  seen: ConsentsView;
  now: ConsentsView;
  /** A save met it. */
  isAnswer: boolean;
}

export type Change = ReturnType<typeof useChange>;

/**
 * What every change of a decision has in common: its key, the list that is before the person's eyes, what happens when it was
 * saved, and when somebody else was faster. Nothing is saved over a list that the person has not seen: they are asked again.
 */
export function useChange({ patientId, view, onClose, onSaved }: ChangeProps) {
  const t = useTranslations('consents');
  const f = useFormats();
  const trpc = useTRPC();
  const client = useQueryClient();
  const { data: banner } = useQuery(trpc.patients.banner.queryOptions({ patientId }));
  const [key] = useState(() => crypto.randomUUID());
  const list = trpc.consents.list.queryKey({ patientId });
  const { data: now = view, isFetching } = useQuery(trpc.consents.list.queryOptions({ patientId }));
  /** As it was when the dialog opened, or when the person last decided with both before their eyes. */
  const [seen, setSeen] = useState(view);
  const [isAnswer, setAnswer] = useState(false);
  const readAgain = () => client.refetchQueries({ queryKey: list });
  return {
    t,
    key,
    name: banner ? f.fullName(banner.identity) : '',
    token: seen.token,
    overtaken: now.token === seen.token ? null : ({ seen, now, isAnswer } satisfies Overtaken),
    isReading: isFetching,
    readAgain: () => void readAgain(),
    /** The person has seen what holds now, and goes on: the token of that. */
    goOn: (): string => {
      setSeen(now);
      setAnswer(false);
      return now.token;
    },
    saved: async (next: ConsentsView, words: string) => {
      client.setQueryData(list, next);
      // of what waits nothing holds yet
      announce(next.done === 'proposed' ? t('proposals.saved') : words);
      onSaved(next);
      onClose();
      // a choice may have closed this very chart
      await client.invalidateQueries({ queryKey: trpc.patients.banner.queryKey({ patientId }) });
    },
    failed: (error: unknown) => {
      if (!isChangedMeanwhile(error)) return;
      setAnswer(true);
      void readAgain();
    },
  };
}

/** Every decision of a list, with what waits. */
export function entriesOf({ history, proposals }: ConsentsView): ConsentEntry[] {
  const keys = new Set(history.map(keyOf));
  return [...history, ...proposals.filter((entry) => !keys.has(keyOf(entry)))];
}
export const keyOf = ({ id, kind }: Pick<ConsentEntry, 'id' | 'kind'>): string => `${id} ${kind}`;
