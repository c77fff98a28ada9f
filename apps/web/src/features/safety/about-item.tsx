'use client';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { AccountItemProps } from '../../shell/manifest.ts';

/** What this application is, and is not. */
export function AboutItem({ className, close }: AccountItemProps) {
  const t = useTranslations('shell.bar');
  return (
    <Link href="/about" prefetch={false} className={className} onClick={close}>
      {t('about')}
    </Link>
  );
}
