'use client';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useFormats } from '../i18n/use-formats.ts';
import { patientHref } from './chart-address.ts';
import styles from './chart-frame.module.css';
import { led, type Replacing } from './led.ts';
import type { SectionName } from './manifest.ts';

/**
 * This record was merged into another one: whoever opens it is led on to the same page there. Whoever is writing here is
 * told, and goes on when they want to: what they typed stays in sight.
 */
export function LedOn({ to, hasForm }: { to: Replacing; hasForm: boolean }) {
  const t = useTranslations('shell.led');
  const f = useFormats();
  const router = useRouter();
  const section = usePathname().split('/')[3] as SectionName | undefined;
  const href = patientHref(to.patientId, section);
  useEffect(() => {
    led.to = to;
    if (!hasForm) router.replace(href);
  }, [router, href, hasForm, to]);
  return (
    <Alert
      severity="warning"
      className={styles.led}
      action={
        <Button color="inherit" component={Link} href={href} prefetch={false}>
          {t('go')}
        </Button>
      }
    >
      {to.since ? t('onSince', { when: f.date(to.since) ?? '' }) : t('on')}
    </Alert>
  );
}

/** Whoever was led here learns why this is not the record that they opened, until they say that they know. */
export function LedHere({ patientId }: { patientId: string }) {
  const t = useTranslations('shell.led');
  const f = useFormats();
  const [isRead, setRead] = useState(false);
  if (isRead || led.to?.patientId !== patientId) return null;
  const when = f.date(led.to.since);
  return (
    <Alert
      severity="info"
      className={styles.led}
      onClose={() => {
        led.to = null;
        setRead(true);
      }}
    >
      {when ? t('hereSince', { when }) : t('here')}
    </Alert>
  );
}
