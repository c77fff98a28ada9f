'use client';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { useChartForms } from './use-chart-forms.ts';
import styles from './write-actions.module.css';
import { useWorkspace } from './workspace-state.ts';

/** What this person may write in this chart, under an emergency access too; opens beside the page. */
export function WriteActions({ patientId }: { patientId: string }) {
  const t = useTranslations('shell.palette');
  const id = useId();
  const forms = useChartForms(patientId);
  const { form: open } = useWorkspace(patientId);
  const actions = forms.map(({ id: form, label, show }) => (
    <Button
      key={form}
      variant={open ? 'outlined' : 'contained'}
      aria-expanded={open?.form === form}
      onClick={() => {
        document.getElementById(id)?.hidePopover();
        show();
      }}
    >
      {label}
    </Button>
  ));
  if (forms.length < 2) return actions;
  return (
    <>
      <div className={styles.actions}>{actions}</div>
      {/* beside the sections of a tablet or phone they would leave these no room */}
      <Button variant="contained" popoverTarget={id} className={styles.menuButton}>
        {t('writing')}
      </Button>
      <div id={id} popover="auto" className={styles.actionsMenu}>
        {actions}
      </div>
    </>
  );
}
