'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { AskDialog } from '../components/ask-dialog.tsx';
import { useFormats } from '../i18n/use-formats.ts';
import { useTRPC } from '../trpc/client.tsx';
import type { OldSave } from '../trpc/without-connection.ts';

interface Props {
  save: OldSave;
  /** How many questions like this one follow. */
  later: number;
  onAnswer: (isWanted: boolean) => void;
}

/** Whether a save that waited still holds: whose chart, which form, since when. */
export function OldSaveDialog({ save: { operation, since, patientId, banner }, later, onAnswer }: Props) {
  const t = useTranslations('shell.connection.old');
  const f = useFormats();
  const trpc = useTRPC();
  // saved from a page that did not show whose it is: asked for now, there is a connection again
  const { data = banner } = useQuery({
    ...trpc.patients.banner.queryOptions({ patientId: patientId ?? '' }),
    enabled: patientId !== null && !banner,
  });
  const form = operation as 'vitals.record';
  const time = f.time(since.toISOString()) ?? '';
  const about = [
    data && f.fullName(data.identity),
    data && f.date(data.identity.birthDate),
    t.has(`forms.${form}`) ? t(`forms.${form}`) : t('forms.other'),
  ];
  return (
    <AskDialog
      title={t('title')}
      about={about.filter(Boolean).join(' · ')}
      text={[t('text', { time }), later > 0 && t('later', { n: later })].filter(Boolean).join(' ')}
      safe={t('callOff')}
      action={t('send')}
      isDestructive={false}
      onSafe={() => onAnswer(false)}
      onAction={() => onAnswer(true)}
    />
  );
}
