'use client';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { NoneKnownOf } from './none-known-dialog.tsx';

const NoneKnownDialog = dynamic(() => import('./none-known-dialog.tsx').then((m) => m.NoneKnownDialog), {
  ssr: false,
});

/** The answer "none" to the question, asked once more because so much rests on it; begins and ends on the list. */
export function NoneKnown({ of, patientId }: { of: NoneKnownOf; patientId: string }) {
  const t = useTranslations(`${of}.noneKnown`);
  const [key, setKey] = useState<string | null>(null);
  return (
    <>
      <Button
        className="no-print"
        variant="outlined"
        sx={{ m: 2, mb: 0 }}
        onClick={() => setKey(crypto.randomUUID())}
      >
        {t('button')}
      </Button>
      {key !== null && (
        <NoneKnownDialog of={of} patientId={patientId} formKey={key} onClose={() => setKey(null)} />
      )}
    </>
  );
}
