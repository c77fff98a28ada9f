'use client';
import { EmptyState } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import Link from 'next/link';
import { useVitalsWords } from './use-vitals-words.ts';

/** Nothing in the period; older ones are one click away. */
export function NoVitals({ allHref }: { allHref: string | null }) {
  const { t } = useVitalsWords();
  return (
    <EmptyState
      isPage
      title={t(allHref === null ? 'emptyAll' : 'empty')}
      actions={
        allHref !== null && (
          <Button component={Link} href={allHref} prefetch={false} replace scroll={false}>
            {t('showAll')}
          </Button>
        )
      }
    >
      <p>{t(allHref === null ? 'emptyAllHelp' : 'emptyHelp')}</p>
    </EmptyState>
  );
}
