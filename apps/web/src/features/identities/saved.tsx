'use client';
import type { RegisteredView } from '@keneyapp/bff/features/identities/view';
import { KeyValue } from '@keneyapp/ui/key-value';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useEffect, useRef, type Ref } from 'react';
import { AddPaper } from './add-paper.tsx';
import { PrintLabels } from './bracelet.tsx';
import type { Registered } from './register-form.tsx';
import styles from './identities.module.css';
import { chartHome } from '../../shell/chart-address.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { opensAnyIdentity } from './open-identity.ts';

/** What was saved, and where to go on. */
export function Saved({ of: { name, view, document }, another }: { of: Registered; another: () => void }) {
  const t = useTranslations('identities.saved');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className={`${styles.paper} ${styles.saved}`}>
      <h2 ref={heading} tabIndex={-1}>
        {t('title', { name })}
      </h2>
      <Outcome view={view} />
      <div className={styles.actions}>
        <OpenIdentity patientId={view.patientId} />
        <AddPaper patientId={view.patientId} document={document} name={name} />
        <PrintLabels patientId={view.patientId} />
        <Button variant="outlined" onClick={another}>
          {t('another')}
        </Button>
        <Button component={Link} href="/patients" prefetch={false}>
          {t('search')}
        </Button>
      </div>
    </div>
  );
}

/** Where whoever registered somebody goes on: who opens no identity but those of their patients is told who does. */
export function OpenIdentity({ patientId, ref }: { patientId: string; ref?: Ref<HTMLAnchorElement> }) {
  const t = useTranslations('identities.saved');
  const me = useSignedInUser();
  if (!opensAnyIdentity(me)) return <p className="muted">{t('whoOpens')}</p>;
  return (
    <Button
      variant="contained"
      component={Link}
      href={chartHome(patientId, me)}
      prefetch={false}
      ref={ref ?? null}
    >
      {t('open')}
    </Button>
  );
}

/** Number and status of an identity, and why a paper did not count. */
export function Outcome({ view }: { view: RegisteredView }) {
  const t = useTranslations('identities');
  const ins = useTranslations('patients.banner.ins');
  const { status } = view.state;
  return (
    <>
      <KeyValue
        items={[
          { key: t('saved.ipp'), value: view.ipp && <b>{view.ipp}</b> },
          {
            key: t('saved.status'),
            value: (
              <>
                {ins(`${status}.short`)} <span className="muted">{ins(`${status}.long`)}</span>
              </>
            ),
          },
        ]}
      />
      {view.refusal && <Alert severity="warning">{t(`refusal.${view.refusal}`)}</Alert>}
    </>
  );
}
