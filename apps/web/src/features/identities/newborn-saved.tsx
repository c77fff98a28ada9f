'use client';
import { KeyValue } from '@keneyapp/ui/key-value';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { patientHref } from '../../shell/chart-address.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import styles from './identities.module.css';
import type { Born } from './newborn-form.tsx';

/** The children with their numbers, and the bracelets that they wear from now on. */
export function NewbornSaved({ born: { names, view }, motherId }: { born: Born; motherId: string }) {
  const t = useTranslations('identities');
  const { rights } = useSignedInUser();
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
              <Button
                variant="outlined"
                component={Link}
                href={patientHref(patientId, 'identity')}
                prefetch={false}
              >
                {t('saved.open')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <div>
        <Button component={Link} href={patientHref(motherId, 'identity')} prefetch={false}>
          {t('newborn.back')}
        </Button>
      </div>
    </div>
  );
}
