'use client';
import type { MedicationRow } from '@keneyapp/bff/features/medications/view';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { issuesOf } from '../../components/form/server-issues.ts';
import { contentUrl } from '../../components/files/content-url.ts';
import { SaveFailed } from '../../components/save-failed.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';

const reasons = [
  'nothing-leaves',
  'not-readable',
  'not-ours',
  'not-allowed',
  'narcotic-not-allowed',
] as const;

/** The papers of what was signed together with this drug: made when they are asked for, then opened one by one. */
export function PrintDialog({
  patientId,
  row,
  onClose,
}: {
  patientId: string;
  row: MedicationRow;
  onClose: () => void;
}) {
  const t = useTranslations('medications.paper');
  const c = useTranslations('common.actions');
  const f = useFormats();
  const id = useId();
  const trpc = useTRPC();
  const [key] = useState(() => crypto.randomUUID());
  const { data: banner } = useQuery(trpc.patients.banner.queryOptions({ patientId }));
  const print = useMutation(trpc.orders.print.mutationOptions());
  const make = () => print.mutate({ patientId, key, requestId: row.id });
  const issue = print.error && issuesOf(print.error)?.[0]?.message;
  const reason = reasons.find((one) => one === issue);
  const signed = f.date(row.authoredOn);
  return (
    <Dialog open onClose={onClose} aria-labelledby={`${id}-title`} maxWidth="xs" fullWidth>
      <DialogTitle id={`${id}-title`}>{t('title')}</DialogTitle>
      <DialogContent>
        <p>
          <strong>{banner ? f.fullName(banner.identity) : ''}</strong>
          {signed && ` · ${t('signed', { date: signed })}`}
        </p>
        {print.data ? (
          <>
            <ul>
              {print.data.papers.map(({ documentId, kind, isReprint, endedSince }) => (
                <li key={documentId}>
                  <a href={contentUrl(patientId, documentId, 0)} target="_blank" rel="noreferrer">
                    {t(`kind.${kind}`)}
                  </a>
                  {isReprint && ` – ${t(kind === 'narcotic' ? 'duplicate' : 'again')}`}
                  {endedSince > 0 && <strong role="note"> – {t('endedSince', { n: endedSince })}</strong>}
                </li>
              ))}
            </ul>
            {print.data.unrecognised.length > 0 && (
              <p role="note">
                {t('unrecognised', { what: new Intl.ListFormat(f.locale).format(print.data.unrecognised) })}
              </p>
            )}
            <p className="muted">{t('notTransmitted')}</p>
          </>
        ) : (
          <p>{t('text')}</p>
        )}
        {print.error &&
          (reason ? (
            <p role="alert">{t(`refused.${reason}`)}</p>
          ) : (
            <SaveFailed error={print.error} retry={make} />
          ))}
      </DialogContent>
      <DialogActions>
        <Button variant="outlined" onClick={onClose}>
          {c(print.data ? 'close' : 'cancel')}
        </Button>
        {!print.data && (
          <Button variant="contained" onClick={make} aria-disabled={print.isPending}>
            {t(print.isPending ? 'making' : 'make')}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}
