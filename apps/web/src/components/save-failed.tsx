'use client';
import { DeniedState, ErrorState } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { useSignedInUser } from '../shell/signed-in-user.tsx';
import { saveFailureOf, type SaveFailure } from '../trpc/save-failure.ts';
import { denialReasons } from './denial-reasons.ts';
import { SignInAgainButton, ToSignInButton } from './sign-in-buttons.tsx';

interface Props {
  /** What a mutation failed with. */
  error: unknown;
  retry?: () => void;
  /** In words of the form, where nothing was saved: "the chart was not opened". */
  title?: string;
  /** What is typed is kept as a draft as well: it is there again after signing in. */
  hasDraft?: boolean;
  /** There was nothing to type. */
  isTyped?: boolean;
}

/**
 * The one way the product shows that something was not saved, or that nobody knows yet: what it was, what to do, and that what
 * was typed is still there.
 */
export function SaveFailed({ error, retry, title, hasDraft = false, isTyped = true }: Props) {
  const t = useTranslations('common.save');
  const c = useTranslations('common');
  const { role } = useSignedInUser();
  const failure = saveFailureOf(error);
  const { word, isIn, requestId } = failure;
  const words = useWords(failure);
  const heading = isIn === 'no' && title ? title : t(`title.${isIn}`);
  // whoever is signed out leaves the page, and takes along what is in a draft
  const kept = isTyped && (word !== 'signed-out' || hasDraft) && <p>{t('kept')}</p>;
  if (word === 'refused' || word === 'sign-in-again')
    return (
      <DeniedState title={heading} actions={word === 'sign-in-again' && <SignInAgainButton done={retry} />}>
        <p>{words}</p>
        {word === 'refused' && <p>{c('denied.help', { role })}</p>}
        {word === 'refused' && kept}
      </DeniedState>
    );
  const canRetry = retry && !['other-content', 'signed-out', 'gone', 'invalid'].includes(word);
  return (
    <ErrorState
      title={heading}
      requestId={requestId && c('error.requestId', { id: requestId })}
      actions={
        <>
          {canRetry && (
            <Button variant="outlined" onClick={retry}>
              {c('actions.retry')}
            </Button>
          )}
          {word === 'signed-out' && <ToSignInButton />}
        </>
      }
    >
      <p>{words}</p>
      {kept}
    </ErrorState>
  );
}

function useWords({ word, reason, retryAfterSeconds }: SaveFailure): string {
  const t = useTranslations('common');
  const minutes = Math.max(1, Math.ceil((retryAfterSeconds ?? 60) / 60));
  if (word === 'too-many')
    return reason?.startsWith('too-many-')
      ? t('error.tooManyLookups', { minutes })
      : t('save.too-many', { minutes });
  if (word === 'sign-in-again') return t('denied.sign-in-again');
  const denial = denialReasons.find((one) => one === reason && one !== 'role');
  if (word === 'refused' && denial) return t(`denied.${denial}`);
  return t(`save.${word}`);
}
