'use client';
import { ErrorState } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';

/** A page of the chart that fell over falls alone: banner, sections and what is being typed in the workspace stay. */
export default function PageFailed({ reset }: { reset: () => void }) {
  const t = useTranslations('common');
  return (
    <ErrorState
      isPage
      title={t('error.title')}
      actions={
        <Button variant="outlined" onClick={reset}>
          {t('actions.retry')}
        </Button>
      }
    >
      <p>{t('error.unexpected')}</p>
    </ErrorState>
  );
}
