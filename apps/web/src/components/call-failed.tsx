'use client';
import { DeniedState, ErrorState } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { askToSignInAgain, signInAgain } from '../session/afresh.ts';
import { asCallError } from '../trpc/error.ts';

interface Props {
  /** What a query or a mutation failed with. */
  error: unknown;
  retry?: () => void;
  isPage?: boolean;
}

const reasons = [
  'role',
  'not-own-record',
  'no-relation',
  'objection',
  'consent-care',
  'consent-sharing',
  'portal-closed',
  'emergency-read-only',
  'emergency-suspended',
  'entered-in-error',
  'signed',
] as const;
const texts = {
  NOT_FOUND: 'notFound',
  UNAUTHORIZED: 'unauthorized',
  TOO_MANY_REQUESTS: 'tooMany',
  BAD_GATEWAY: 'gateway',
  SERVICE_UNAVAILABLE: 'gateway',
  GATEWAY_TIMEOUT: 'gateway',
  TIMEOUT: 'gateway',
} as const;

/** Of what was saved: by the reason, for the code alone says something else of it. */
const ofWrites = {
  'not-confirmed': 'notConfirmed',
  'not-written': 'notWritten',
  'other-content': 'otherContent',
} as const;

/** To the door and back here. The page is taken away by whoever watches over the session; where nobody does, this leads on. */
function leadToSignIn(): void {
  const { pathname, search, hash } = window.location;
  window.location.assign(`/sign-in?callbackUrl=${encodeURIComponent(pathname + search + hash)}`);
}

/** The one way the product shows that a call failed: denied says why and who helps, the rest says what to do and the request id. */
export function CallFailed({ error, retry, isPage }: Props) {
  const t = useTranslations('common');
  const { code, reason, requestId, retryAfterSeconds } = asCallError(error);
  if (reason === signInAgain)
    return (
      <DeniedState
        isPage={isPage}
        title={t('denied.title')}
        actions={
          <Button
            variant="outlined"
            onClick={() => void askToSignInAgain().then((isDone) => isDone && retry?.())}
          >
            {t('denied.signInAgain')}
          </Button>
        }
      >
        <p>{t('denied.sign-in-again')}</p>
      </DeniedState>
    );
  if (code === 'FORBIDDEN') {
    const known = reasons.find((one) => one === reason) ?? 'other';
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
        <p>{t('denied.help')}</p>
      </DeniedState>
    );
  }
  const ofWrite = ofWrites[reason as keyof typeof ofWrites];
  const text =
    ofWrite ?? (code === null ? 'unreachable' : (texts[code as keyof typeof texts] ?? 'unexpected'));
  const canRetry = retry && code !== 'NOT_FOUND' && code !== 'UNAUTHORIZED' && ofWrite !== 'otherContent';
  return (
    <ErrorState
      isPage={isPage}
      title={t(ofWrite ? 'error.saveTitle' : 'error.title')}
      requestId={requestId && t('error.requestId', { id: requestId })}
      actions={
        <>
          {canRetry && (
            <Button variant="outlined" onClick={retry}>
              {t('actions.retry')}
            </Button>
          )}
          {code === 'UNAUTHORIZED' && (
            <Button variant="contained" onClick={leadToSignIn}>
              {t('error.signIn')}
            </Button>
          )}
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
