'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { signOut } from './session-clock.ts';

/** Way out: ends our session and the provider's. Says so when it could not. */
export function SignOutButton({ className }: { className?: string | undefined }) {
  const t = useTranslations('session.signOut');
  const [state, setState] = useState<'idle' | 'going' | 'failed'>('idle');
  const go = () => {
    setState('going');
    signOut().catch(() => setState('failed'));
  };
  return (
    <>
      <button type="button" className={className} onClick={go} disabled={state === 'going'}>
        {t('button')}
      </button>
      {state === 'failed' && <p role="alert">{t('failed')}</p>}
    </>
  );
}
