'use client';
import type { ProposalEntry } from '@keneyapp/bff/features/consents/view';
import { useMutation } from '@tanstack/react-query';
import { useFormValues } from '../../components/form/use-chart-form.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { useOneDecision } from './choices-changed.tsx';
import { ConsentDialog } from './consent-dialog.tsx';
import { daysOf, issuesOfSigned, useConsentForm } from './consent-form.ts';
import styles from './consents.module.css';
import { signedFormInput, SignedFields } from './terms.tsx';
import { useChange, type ChangeProps } from './use-change.ts';
import { useEntryWords } from './use-entry-words.ts';

/** Adds the signed form to what waits, so that a second person can confirm it. */
export function AttachDialog({
  patientId,
  view,
  entry,
  onClose,
  onSaved,
}: ChangeProps & { entry: ProposalEntry }) {
  const change = useChange({ patientId, view, onClose, onSaved });
  const { t, key, name, saved, failed } = change;
  const { what, f } = useEntryWords();
  const oneDecision = useOneDecision();
  const form = useConsentForm((values) => [
    ...(values.signedForm === null ? ([['signedForm', 'formMissing']] as const) : []),
    ...(values.signedForm === null && values.signedOn.trim() === ''
      ? ([['signedOn', 'formUnsigned']] as const)
      : []),
    ...issuesOfSigned(values),
  ]);
  const attach = useMutation(
    useTRPC().consents.attach.mutationOptions({
      onSuccess: (next) => saved(next, t('proposals.attached')),
      onError: failed,
    }),
  );
  const { signedOn } = daysOf(useFormValues(form));
  return (
    <ConsentDialog
      form={form}
      title={t('proposals.attachTitle')}
      name={name}
      confirm={t('proposals.attachConfirm')}
      isSaving={attach.isPending}
      error={attach.error}
      change={change}
      subject={oneDecision(entry, t('dialog.meanwhile.form', { date: f.date(signedOn) ?? '' }))}
      onClose={onClose}
      effect={<p>{t('proposals.attachEffect')}</p>}
      onSave={(values, token) => {
        const signedForm = signedFormInput(values);
        if (signedForm)
          attach.mutate({
            patientId,
            key,
            token,
            consentId: entry.id,
            signedOn: daysOf(values).signedOn,
            form: signedForm,
          });
      }}
    >
      <p>{what(entry)}</p>
      <div className={styles.terms}>
        <SignedFields form={form} help={null} />
      </div>
    </ConsentDialog>
  );
}
