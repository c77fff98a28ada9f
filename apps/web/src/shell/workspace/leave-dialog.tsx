'use client';
import { useTranslations } from 'next-intl';
import { AskDialog } from '../../components/ask-dialog.tsx';

export function LeaveDialog({
  name,
  onStay,
  onLeave,
}: {
  name: string;
  onStay: () => void;
  onLeave: () => void;
}) {
  const t = useTranslations('drafts.leave');
  return (
    <AskDialog
      title={t('title')}
      text={t('text', { name })}
      safe={t('stay')}
      action={t('leave')}
      onSafe={onStay}
      onAction={onLeave}
    />
  );
}
