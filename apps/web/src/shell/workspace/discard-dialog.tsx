'use client';
import { useTranslations } from 'next-intl';
import { AskDialog } from '../../components/ask-dialog.tsx';

export function DiscardDialog({
  name,
  form,
  onCancel,
  onConfirm,
}: {
  name: string;
  form: string;
  onCancel: () => void;
  onConfirm: () => void;
}) {
  const t = useTranslations('drafts.discardAsk');
  const c = useTranslations('common.actions');
  return (
    <AskDialog
      title={t('title')}
      text={t('text', { form, name })}
      safe={c('cancel')}
      action={t('confirm')}
      onSafe={onCancel}
      onAction={onConfirm}
    />
  );
}
