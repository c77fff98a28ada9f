'use client';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { PdfButton } from '../../components/pdf-button.tsx';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { patientHref } from '../../shell/chart-address.ts';

/** The summary on paper, by the browser's own print or as a document that carries a code. */
export function SummaryTools({ patientId }: { patientId: string }) {
  const t = useTranslations('common.actions');
  const { rights } = useSignedInUser();
  return (
    <>
      <Button variant="outlined" size="small" onClick={() => window.print()}>
        {t('print')}
      </Button>
      {rights['summary.export'] && <PdfButton href={`${patientHref(patientId, 'summary')}/pdf`} />}
    </>
  );
}
