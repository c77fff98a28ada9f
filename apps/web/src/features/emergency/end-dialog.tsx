'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { AskDialog } from '../../components/ask-dialog.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';

/** Ending cannot be undone: the chart opens again only for a new reason. */
export function EndDialog({
  patientId,
  onStay,
  onEnd,
}: {
  patientId: string;
  onStay: () => void;
  onEnd: () => void;
}) {
  const t = useTranslations('emergency.strip.ask');
  const f = useFormats();
  const { data } = useQuery(useTRPC().patients.banner.queryOptions({ patientId }));
  return (
    <AskDialog
      title={t('title', { name: data ? f.fullName(data.identity) : '' })}
      text={t('text')}
      safe={t('stay')}
      action={t('end')}
      onSafe={onStay}
      onAction={onEnd}
    />
  );
}
