'use client';
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '../trpc/client.tsx';
import { useVisitor } from './visitor.tsx';
import { useWorkspace } from './workspace-state.ts';

/** What this person may write in this chart; opens beside the page. Under an emergency access nothing is written. */
export function WriteActions({ patientId }: { patientId: string }) {
  const t = useTranslations('drafts');
  const { rights } = useVisitor();
  const { form, show } = useWorkspace(patientId);
  const { data } = useQuery(useTRPC().patients.banner.queryOptions({ patientId }));
  if (!rights['vitals.record'] || data?.emergency) return null;
  return (
    <Button
      variant={form ? 'outlined' : 'contained'}
      aria-expanded={form?.form === 'vitals.record'}
      onClick={() => show({ form: 'vitals.record', observationId: null })}
    >
      {t('record')}
    </Button>
  );
}
