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
import { useScanner } from './use-scanner.ts';

const nothing = () => undefined;
/** What is found again at once is kept nowhere. */
export const noDraft: Draft = {
  ...{ restored: null, status: 'idle', savedAt: null, theirs: undefined, generation: 0 },
  ...{ save: nothing, keepMine: nothing, takeTheirs: nothing },
  discard: () => Promise.resolve(),
};

/** The form of an identity, what was scanned for it and what INSi said of it. */
export function useIdentityForm(initial: IdentityValues, draft: Draft, patientId: string | null) {
  const words = useIdentityFormWords();
  const form = useChartForm<IdentityValues>({
    initial,
    schema: identitySchema,
    draft,
    words,
    onlyOnSaving: ['empty'],
    ofServer: (issue) => ofServer(issue) as ReturnType<NonNullable<FormOptions['ofServer']>>,
  });
  const [scanned, setScanned] = useState<InsDatamatrix | null>(null);
  // one form, however often it is sent: an answer of INSi counts in it alone
  const [id] = useState(() => crypto.randomUUID());
  const insi = useInsi(scanned, { form: id, patientId });
  return { form, scanned, setScanned, insi, scanner: useScanner(form, setScanned) };
}
type FormOptions = Parameters<typeof useChartForm<IdentityValues>>[0];

const comparable = ({ origin: _origin, ...values }: IdentityValues) => JSON.stringify(values);
export const isSame = (a: IdentityValues, b: IdentityValues): boolean => comparable(a) === comparable(b);

/** Leaving asks while something would be lost; who leaves gives it up. */
export function useAskOnLeaving(isUnsafe: boolean, giveUp: () => void = nothing) {
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
          giveUp();
          setAsks(null);
          asks.go();
        }}
      />
    ),
  };
}
