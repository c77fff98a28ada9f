'use client';
import type { ProposalEntry } from '@keneyapp/bff/features/consents/view';
import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { DayInput } from '../../components/form/day-input.tsx';
import { today } from '../../components/form/paris-time.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { useOneDecision } from './choices-changed.tsx';
import { ConsentDialog } from './consent-dialog.tsx';
import styles from './consents.module.css';
import { FormField } from './form-field.tsx';
import { formInput, freshTerms, problemsOfSigned } from './terms.tsx';
import { useChange, type ChangeProps } from './use-change.ts';
import { useEntryWords } from './use-entry-words.ts';

/** Adds the signed form to what waits, so that a second person can confirm it. */
export function AttachDialog({ patientId, view, entry, onClose }: ChangeProps & { entry: ProposalEntry }) {
  const change = useChange({ patientId, view, onClose });
  const { t, key, name, saved, failed } = change;
  const { what, f } = useEntryWords();
  const oneDecision = useOneDecision();
  const id = useId();
  const [terms, setTerms] = useState(() => freshTerms(view.isOwn));
  const [isChecked, setChecked] = useState(false);
  const attach = useMutation(
    useTRPC().consents.attach.mutationOptions({
      onSuccess: (next) => saved(next, t('proposals.attached')),
      onError: failed,
    }),
  );
  const { signedOn } = terms;
  const form = formInput(terms.form);
  const problems = [
    ...(terms.form === null ? (['formMissing'] as const) : []),
    ...(signedOn === '' && terms.form === null ? (['formUnsigned'] as const) : []),
    ...problemsOfSigned(terms),
  ];
  return (
    <ConsentDialog
      title={t('proposals.attachTitle')}
      name={name}
      confirm={t('proposals.attachConfirm')}
      isSaving={attach.isPending}
      error={attach.error}
      change={change}
      subject={oneDecision(entry, t('dialog.meanwhile.form', { date: f.date(signedOn) ?? '' }))}
      onClose={onClose}
      problems={isChecked ? problems.map((p) => t(`dialog.errors.${p}`)) : []}
      effect={<p>{t('proposals.attachEffect')}</p>}
      onSubmit={(token) => {
        setChecked(true);
        if (problems.length === 0 && form)
          attach.mutate({ patientId, key, token, consentId: entry.id, signedOn, form });
      }}
    >
      <p>{what(entry)}</p>
      <div className={styles.terms}>
        <DayInput
          id={id}
          label={t('dialog.signedOn')}
          value={signedOn}
          latest={today()}
          onChange={(day) => setTerms({ ...terms, signedOn: day })}
        />
        <FormField form={terms.form} help={null} onChange={(next) => setTerms({ ...terms, form: next })} />
      </div>
    </ConsentDialog>
  );
}
