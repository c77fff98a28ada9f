'use client';
import type { Identity } from '@keneyapp/bff/features/patients/view';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useFormats } from '../i18n/use-formats.ts';
import { useSignedInUser } from '../shell/signed-in-user.tsx';
import { useTRPC } from '../trpc/client.tsx';
import { bornWords } from './born-words.ts';

/** Whose it is and who took it out, in the words of every print and every picture. */
export function useFrameWords() {
  const t = useTranslations('common.print');
  const ins = useTranslations('patients.banner.ins');
  const roles = useTranslations('shell.roles');
  const f = useFormats();
  const me = useSignedInUser();
  const client = useQueryClient();
  const { queryKey } = useTRPC().session.workplaces.queryOptions();
  return {
    identity: (who: Identity) =>
      [
        f.fullName(who),
        bornWords(who, t, f),
        `INS ${ins(`${who.insStatus ?? 'none'}.short`)}`,
        ...(who.ipp ? [`IPP ${who.ipp}`] : []),
      ].join(' · '),
    /** `takenOut`: of a file; `by`: of a sheet. */
    author: (how: 'by' | 'takenOut', at: Date) =>
      t(how, {
        date: f.dateTime(at.toISOString()) ?? '',
        name: me.displayName,
        role: [roles(me.role), ...(client.getQueryData(queryKey) ?? [])].join(', '),
      }),
  };
}
