'use client';
import Button from '@mui/material/Button';
import { useChartForms } from './use-chart-forms.ts';
import { useWorkspace } from './workspace-state.ts';

/** What this person may write in this chart, under an emergency access too; opens beside the page. */
export function WriteActions({ patientId }: { patientId: string }) {
  const forms = useChartForms(patientId);
  const { form: open } = useWorkspace(patientId);
  return forms.map(({ id, label, show }) => (
    <Button
      key={id}
      variant={open ? 'outlined' : 'contained'}
      aria-expanded={open?.form === id}
      onClick={show}
    >
      {label}
    </Button>
  ));
}
