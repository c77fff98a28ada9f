'use client';
import { EmptyState, ErrorState } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { doubtSession } from '../../session/session-news.ts';
import { ImageError } from './use-series-images.ts';

/** Why images could not be read; only what may be otherwise the next time is asked for again. */
export function ImageFailure({ error, retry }: { error: Error; retry: () => void }) {
  const t = useTranslations('imaging');
  const common = useTranslations('common');
  const status = error instanceof ImageError ? error.status : 0;
  useEffect(() => {
    if (status === 401) doubtSession();
  }, [status]);
  if (status === 404)
    return (
      <EmptyState title={t('quickLook.absent')}>
        <p>{t('quickLook.absentWhy')}</p>
      </EmptyState>
    );
  const requestId = error instanceof ImageError ? error.requestId : null;
  return (
    <ErrorState
      title={t('quickLook.failed')}
      requestId={requestId && common('error.requestId', { id: requestId })}
      actions={
        status !== 401 &&
        status !== 403 && (
          <Button variant="outlined" onClick={retry}>
            {common('actions.retry')}
          </Button>
        )
      }
    >
      <p>
        {status === 401
          ? common('error.unauthorized')
          : status === 403
            ? common('denied.role')
            : t('quickLook.serverAway')}
      </p>
    </ErrorState>
  );
}
