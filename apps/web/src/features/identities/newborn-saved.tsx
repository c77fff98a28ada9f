'use client';
import { KeyValue } from '@keneyapp/ui/key-value';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { chartHome, patientHref } from '../../shell/chart-address.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import styles from './identities.module.css';
import { opensAnyIdentity } from './open-identity.ts';
import type { Born } from './newborn-steps.ts';

/** The children with their numbers, and the bracelets that they wear from now on. */
export function NewbornSaved({
  born: { names, view },
  motherId,
  isFromHer,
}: {
  born: Born;
  motherId: string;
  /** It began in her record, which is open then. */
  isFromHer: boolean;
}) {
  const t = useTranslations('identities');
  const me = useSignedInUser();
  const { rights } = me;
  const opens = opensAnyIdentity(me);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className={`${styles.paper} ${styles.saved}`}>
      <h2 ref={heading} tabIndex={-1}>
        {t('newborn.saved', { n: view.children.length })}
      </h2>
      <ul className={styles.people}>
        {view.children.map(({ patientId, ipp }, i) => (
          <li key={patientId} className={styles.person}>
            <KeyValue
              items={[
                {
                  key: t('newborn.child', { n: i + 1, count: view.children.length }),
                  value: <b>{names[i]}</b>,
                },
                { key: t('saved.ipp'), value: ipp && <b>{ipp}</b> },
              ]}
            />
            <div className={styles.actions}>
              {rights['identities.print'] && (
                <Button
                  variant="contained"
                  component="a"
                  href={`/patients/${patientId}/identity/labels?layout=child-bracelet`}
                  target="_blank"
                  rel="noopener"
                  aria-label={t('newborn.braceletOf', { n: i + 1, count: view.children.length })}
                >
                  {t('newborn.bracelet')}
                </Button>
              )}
              {opens && (
                <Button variant="outlined" component={Link} href={chartHome(patientId, me)} prefetch={false}>
                  {t('saved.open')}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
      <div>
        {!opens && <p className="muted">{t('saved.whoOpens')}</p>}
        {isFromHer || opens ? (
          <Button component={Link} href={patientHref(motherId, 'identity')} prefetch={false}>
            {t('newborn.back')}
          </Button>
        ) : (
          <Button component={Link} href="/patients" prefetch={false}>
            {t('saved.search')}
          </Button>
        )}
      </div>
    </div>
  );
}
