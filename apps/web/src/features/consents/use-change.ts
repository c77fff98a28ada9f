'use client';
import type { ConsentsView } from '@keneyapp/bff/features/consents/view';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useFormats } from '../../i18n/use-formats.ts';
import { announce } from '../../shell/announcer.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { errorCode } from '../../trpc/error.ts';

export interface ChangeProps {
  patientId: string;
  view: ConsentsView;
  onClose: () => void;
}

/**
 * What every change of a decision has in common: its key, the token of what is before the person's eyes, what happens when
 * it was saved, and when somebody else was faster.
 */
export function useChange({ patientId, onClose }: Pick<ChangeProps, 'patientId' | 'onClose'>) {
  const t = useTranslations('consents');
  const f = useFormats();
  const trpc = useTRPC();
  const client = useQueryClient();
  const { data: banner } = useQuery(trpc.patients.banner.queryOptions({ patientId }));
  const [key] = useState(() => crypto.randomUUID());
  const list = trpc.consents.list.queryKey({ patientId });
  const { data: current } = useQuery(trpc.consents.list.queryOptions({ patientId }));
  return {
    t,
    key,
    name: banner ? f.fullName(banner.identity) : '',
    /** What holds now, whatever the dialog was opened on. */
    current,
    /** The list as it is now; after a conflict it is newer than what the dialog was opened on. */
    token: () => client.getQueryData<ConsentsView>(list)?.token ?? '',
    saved: async (view: ConsentsView, words: string) => {
      client.setQueryData(list, view);
      // of what waits nothing holds yet
      announce(view.done === 'proposed' ? t('proposals.saved') : words);
      onClose();
      // a choice may have closed this very chart
      await client.invalidateQueries({ queryKey: trpc.patients.banner.queryKey({ patientId }) });
    },
    failed: (error: unknown) => {
      if (errorCode(error) === 'PRECONDITION_FAILED') void client.refetchQueries({ queryKey: list });
    },
  };
}
