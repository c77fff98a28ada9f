'use client';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { AccountItemProps } from '../../shell/manifest.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';

/** One's own emergency accesses. */
export function AccountItem({ className, close }: AccountItemProps) {
  const t = useTranslations('shell.bar');
  return useSignedInUser().rights['emergency.read'] ? (
    <Link href="/emergency" prefetch={false} className={className} onClick={close}>
      {t('emergency')}
    </Link>
  ) : null;
}
