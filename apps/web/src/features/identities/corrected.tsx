'use client';
import type { RegisteredView } from '@keneyapp/bff/features/identities/view';
import type { IdentityDocument } from '@keneyapp/clinical';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { patientHref } from '../../shell/chart-address.ts';
import { AddPaper } from './add-paper.tsx';
import styles from './identities.module.css';
import { Outcome } from './saved.tsx';

export interface Corrected {
  view: RegisteredView;
  /** The paper that was seen. */
  document: IdentityDocument | null;
}

/** What was corrected, and the way back; the copy of a paper that was seen is one click away. */
export function CorrectedIdentity({
  patientId,
  view,
  document,
  again,
}: Corrected & {
  patientId: string;
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
      <div className={styles.actions}>
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
        {document !== null && <AddPaper patientId={patientId} document={document} />}
      </div>
    </div>
  );
}
