'use client';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { usePathname } from 'next/navigation';
import { useId } from 'react';
import { useChartForms } from './use-chart-forms.ts';
import styles from './write-actions.module.css';
import { useWorkspace } from './workspace-state.ts';

/** More buttons than these would push each other out of the window. */
const mostButtons = 3;

/**
 * What this person may write in this chart, under an emergency access too; opens beside the page. Where it is much, what is
 * written many times a day and what belongs to the page have buttons, and a menu has everything.
 */
export function WriteActions({ patientId }: { patientId: string }) {
  const t = useTranslations('shell.palette');
  const id = useId();
  const forms = useChartForms(patientId);
  const { form: open } = useWorkspace(patientId);
  const section = usePathname().split('/')[3];
  const isMuch = forms.length > mostButtons;
  const atHand = isMuch ? forms.filter((one) => one.isFrequent || one.section === section) : forms;
  const button = ({ id: form, label, show }: (typeof forms)[number]) => (
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
  );
  if (forms.length < 2) return forms.map(button);
  return (
    <>
      <div className={styles.actions}>{atHand.map(button)}</div>
      {/* beside the sections of a tablet or phone they would leave these no room */}
      <Button
        variant={isMuch && open ? 'outlined' : 'contained'}
        popoverTarget={id}
        className={isMuch ? styles.moreButton : styles.menuButton}
      >
        {t('writing')}
      </Button>
      <div id={id} popover="auto" className={styles.actionsMenu}>
        {forms.map(button)}
      </div>
    </>
  );
}
