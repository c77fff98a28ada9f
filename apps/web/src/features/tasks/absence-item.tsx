'use client';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { AccountItemProps } from '../../shell/manifest.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { absenceHref } from './absence-href.ts';

/** From when to when one is away, and who stands in. */
export function AbsenceItem({ className, close }: AccountItemProps) {
  const t = useTranslations('shell.bar');
  return useSignedInUser().rights['tasks.set-absence'] ? (
    <Link href={absenceHref} prefetch={false} className={className} onClick={close}>
      {t('absence')}
    </Link>
  ) : null;
}
