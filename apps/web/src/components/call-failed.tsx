'use client';
import { DeniedState, ErrorState } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useSignedInUser } from '../shell/signed-in-user.tsx';
import { signInAgain } from '../session/afresh.ts';
import { asCallError } from '../trpc/error.ts';
import { denialReasons } from './denial-reasons.ts';
import { SignInAgainButton, ToSignInButton } from './sign-in-buttons.tsx';

interface Props {
  /** What a query or a mutation failed with. */
  error: unknown;
  retry?: () => void;
  isPage?: boolean;
}

const texts = {
  NOT_FOUND: 'notFound',
  UNAUTHORIZED: 'unauthorized',
  TOO_MANY_REQUESTS: 'tooMany',
  BAD_GATEWAY: 'gateway',
  SERVICE_UNAVAILABLE: 'gateway',
  GATEWAY_TIMEOUT: 'gateway',
  TIMEOUT: 'gateway',
} as const;

/**
 * The one way the product shows that something could not be read: denied says why and who helps, the rest says what to do and
 * the request id. What could not be saved is `SaveFailed`.
 */
export function CallFailed({ error, retry, isPage }: Props) {
  const t = useTranslations('common');
  const { role } = useSignedInUser();
  const { code, reason, requestId, retryAfterSeconds } = asCallError(error);
  if (reason === signInAgain)
    return (
      <DeniedState isPage={isPage} title={t('denied.title')} actions={<SignInAgainButton done={retry} />}>
        <p>{t('denied.sign-in-again')}</p>
      </DeniedState>
    );
  if (code === 'FORBIDDEN') {
    const known = denialReasons.find((one) => one === reason) ?? 'other';
    return (
      <DeniedState
        isPage={isPage}
        title={t('denied.title')}
        actions={
          isPage && (
            <Button variant="outlined" component={Link} href="/patients">
              {t('error.home')}
            </Button>
          )
        }
      >
        <p>{t(`denied.${known}`)}</p>
        <p>{t('denied.help', { role })}</p>
      </DeniedState>
    );
  }
  const text = code === null ? 'unreachable' : (texts[code as keyof typeof texts] ?? 'unexpected');
  const canRetry = retry && code !== 'NOT_FOUND' && code !== 'UNAUTHORIZED';
  return (
    <ErrorState
      isPage={isPage}
      title={t('error.title')}
      requestId={requestId && t('error.requestId', { id: requestId })}
      actions={
        <>
          {canRetry && (
            <Button variant="outlined" onClick={retry}>
              {t('actions.retry')}
            </Button>
          )}
          {code === 'UNAUTHORIZED' && <ToSignInButton />}
          {code === 'NOT_FOUND' && (
            <Button variant="outlined" component={Link} href="/patients">
              {t('error.home')}
            </Button>
          )}
        </>
      }
    >
      <p>
        {reason?.startsWith('too-many-')
          ? t('error.tooManyLookups', { minutes: Math.max(1, Math.ceil((retryAfterSeconds ?? 60) / 60)) })
          : t(`error.${text}`)}
      </p>
    </ErrorState>
  );
}
