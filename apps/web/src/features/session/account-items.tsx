'use client';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { AccountItemProps } from '../../shell/manifest.ts';
import { SignOutButton } from './sign-out-button.tsx';

/** One's own sessions, and the way out. */
export function AccountItems({ className, close }: AccountItemProps) {
  const t = useTranslations('shell.bar');
  return (
    <>
      <Link href="/session" prefetch={false} className={className} onClick={close}>
        {t('sessions')}
      </Link>
      <SignOutButton className={className} />
    </>
  );
}
