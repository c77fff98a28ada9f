'use client';
import type { RegisteredView } from '@keneyapp/bff/features/identities/view';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { patientHref } from '../../shell/chart-address.ts';
import styles from './identities.module.css';
import { Outcome } from './saved.tsx';

/** What was corrected, and the way back. */
export function Corrected({
  patientId,
  view,
  again,
}: {
  patientId: string;
  view: RegisteredView;
  /** The form once more, as it was saved. */
  again: () => void;
}) {
  const t = useTranslations('identities.correct');
  const router = useRouter();
  const href = patientHref(patientId, 'identity');
  const focused = useCallback((button: HTMLButtonElement | null) => button?.focus(), []);
  return (
    <div className={`${styles.paper} ${styles.saved}`}>
      <Outcome view={view} />
      <div>
        <Button
          variant="contained"
          ref={focused}
          onClick={() => {
            if (href.startsWith('/identities')) again();
            else router.push(href);
          }}
        >
          {t('back')}
        </Button>
      </div>
    </div>
  );
}
