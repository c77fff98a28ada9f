'use client';
import type { InsDatamatrix } from '@keneyapp/clinical';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useCallback, useState } from 'react';
import { AskDialog } from '../../components/ask-dialog.tsx';
import { useChartForm } from '../../components/form/use-chart-form.ts';
import { leaveBy, useLeaveGuard } from '../../components/leave-guard.ts';
import type { Draft } from '../../components/use-draft.ts';
import { identitySchema, ofServer, type IdentityValues } from './identity-state.ts';
import { useIdentityFormWords } from './use-identity-words.ts';
import { useInsi } from './use-insi.ts';

const nothing = () => undefined;
/** Identities that are being typed are kept nowhere: leaving asks. */
export const noDraft: Draft = {
  ...{ restored: null, status: 'idle', savedAt: null, theirs: undefined, generation: 0 },
  ...{ save: nothing, keepMine: nothing, takeTheirs: nothing },
  discard: () => Promise.resolve(),
};

/** The form of an identity, what was scanned for it and what INSi said of it. */
export function useIdentityForm(initial: IdentityValues) {
  const words = useIdentityFormWords();
  const form = useChartForm<IdentityValues>({
    initial,
    schema: identitySchema,
    words,
    onlyOnSaving: ['empty'],
    ofServer: (issue) => ofServer(issue) as ReturnType<NonNullable<FormOptions['ofServer']>>,
  });
  const [scanned, setScanned] = useState<InsDatamatrix | null>(null);
  return { form, scanned, setScanned, insi: useInsi(scanned) };
}
type FormOptions = Parameters<typeof useChartForm<IdentityValues>>[0];

const comparable = ({ origin: _origin, ...values }: IdentityValues) => JSON.stringify(values);
export const isSame = (a: IdentityValues, b: IdentityValues): boolean => comparable(a) === comparable(b);

/** Leaving asks while something would be lost. */
export function useAskOnLeaving(isUnsafe: boolean) {
  const t = useTranslations('identities.leave');
  const router = useRouter();
  const [asks, setAsks] = useState<{ go: () => void } | null>(null);
  const release = useLeaveGuard(
    isUnsafe,
    useCallback((go: () => void) => setAsks({ go }), []),
  );
  return {
    release,
    leaveTo: (href: string) => leaveBy(() => router.push(href)),
    dialog: asks && (
      <AskDialog
        title={t('title')}
        text={t('text')}
        safe={t('stay')}
        onSafe={() => setAsks(null)}
        action={t('go')}
        onAction={() => {
          release();
          setAsks(null);
          asks.go();
        }}
      />
    ),
  };
}
