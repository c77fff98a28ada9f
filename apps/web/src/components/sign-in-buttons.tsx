'use client';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { askToSignInAgain } from '../session/afresh.ts';

/** Signing in again beside this page, which stays as it is. */
export function SignInAgainButton({ done }: { done?: (() => void) | undefined }) {
  const t = useTranslations('common.denied');
  return (
    <Button variant="outlined" onClick={() => void askToSignInAgain().then((isDone) => isDone && done?.())}>
      {t('signInAgain')}
    </Button>
  );
}

/** To the door and back here. The page is taken away by whoever watches over the session; where nobody does, this leads on. */
function leadToSignIn(): void {
  const { pathname, search, hash } = window.location;
  window.location.assign(`/sign-in?callbackUrl=${encodeURIComponent(pathname + search + hash)}`);
}

export function ToSignInButton() {
  const t = useTranslations('common.error');
  return (
    <Button variant="contained" onClick={leadToSignIn}>
      {t('signIn')}
    </Button>
  );
}
