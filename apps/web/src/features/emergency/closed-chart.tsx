'use client';
import LockIcon from '@mui/icons-material/LockOutlined';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { closedReasons } from '../../components/denial-reasons.ts';
import type { ClosedProps } from '../../shell/manifest.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import styles from './emergency.module.css';

const loadDialog = () => import('./emergency-dialog.tsx');
const EmergencyDialog = dynamic(() => loadDialog().then((m) => m.EmergencyDialog), { ssr: false });

/** Instead of the pages of a chart that is closed to this person: why, who can help, and the glass to break where it may be broken. */
export function ClosedChart({ patientId, closed, hasJustClosed, keepsForm }: ClosedProps) {
  const t = useTranslations('emergency');
  const c = useTranslations('common.denied');
  const { rights, role } = useSignedInUser();
  const [asks, setAsks] = useState(false);
  const mayOpen = closed.mayBreakGlass && rights['emergency.request'] === true;
  // there when it is asked for: nobody waits in an emergency
  useEffect(() => {
    if (mayOpen) void loadDialog().catch(() => undefined);
  }, [mayOpen]);
  const reason = closedReasons.find((one) => one === closed.reason) ?? 'other';
  return (
    <section className={styles.closed} aria-labelledby="closed-title">
      <h1 id="closed-title" tabIndex={-1}>
        <LockIcon aria-hidden />
        {t('closed.title')}
      </h1>
      <div role={hasJustClosed ? 'alert' : undefined}>
        {hasJustClosed && <p>{t('closed.justClosed')}</p>}
        <p className={styles.why}>{c(reason)}</p>
      </div>
      <p>{t(`closed.help.${reason}`, { role })}</p>
      {keepsForm && <p className={styles.typed}>{t('closed.typed')}</p>}
      <div className={styles.actions}>
        {mayOpen && (
          <>
            <Button variant="contained" color="warning" onClick={() => setAsks(true)}>
              {t('closed.open')}…
            </Button>
            <span className={styles.small}>{t('closed.openHint')}</span>
          </>
        )}
        {rights['patients.search'] && (
          <Button variant="outlined" component={Link} href="/patients">
            {t('closed.back')}
          </Button>
        )}
      </div>
      <p className={styles.small}>{t('closed.recorded')}</p>
      {asks && <EmergencyDialog patientId={patientId} onClose={() => setAsks(false)} />}
    </section>
  );
}
