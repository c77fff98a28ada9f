'use client';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { useVisitor } from './visitor.tsx';
import { useWorkspace } from './workspace-state.ts';

/** What this person may write in this chart, under an emergency access too; opens beside the page. */
export function WriteActions({ patientId }: { patientId: string }) {
  const t = useTranslations('drafts');
  const { rights } = useVisitor();
  const { form, show } = useWorkspace(patientId);
  if (!rights['vitals.record']) return null;
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
