'use client';
import { useTranslations } from 'next-intl';
import { useState, type ReactNode } from 'react';
import { AskDialog } from '../ask-dialog.tsx';
import { useLeaveGuard } from '../leave-guard.ts';

/**
 * For a form that is kept nowhere else: closing it asks when something would be lost, and so does leaving the page. Gives the
 * way to close it, and the question as it stands.
 */
export function useLeaveQuestion(isUnsaved: boolean, onClose: () => void): [() => void, ReactNode] {
  const t = useTranslations('common.form.leave');
  const [leaving, setLeaving] = useState<{ go: () => void } | null>(null);
  const release = useLeaveGuard(isUnsaved, (go) => setLeaving({ go }));
  const question = leaving && (
    <AskDialog
      title={t('title')}
      text={t('text')}
      safe={t('stay')}
      action={t('leave')}
      onSafe={() => setLeaving(null)}
      onAction={() => {
        release();
        leaving.go();
      }}
    />
  );
  return [() => (isUnsaved ? setLeaving({ go: onClose }) : onClose()), question];
}
