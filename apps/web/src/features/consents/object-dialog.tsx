'use client';
import { useMutation } from '@tanstack/react-query';
import { useFormValues } from '../../components/form/use-chart-form.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { ConsentDialog } from './consent-dialog.tsx';
import { issuesOfTerms, useConsentForm } from './consent-form.ts';
import { ProfessionalsField } from './professionals-field.tsx';
import { termsInput, TermsFields } from './terms.tsx';
import { useChange, type ChangeProps } from './use-change.ts';
import { useEntryWords } from './use-entry-words.ts';

/** Keeps named professionals out of the record. */
export function ObjectDialog({ patientId, view, onClose, onSaved }: ChangeProps) {
  const change = useChange({ patientId, view, onClose, onSaved });
  const { t, key, name, saved, failed } = change;
  const { named, typed } = useEntryWords();
  const form = useConsentForm((values) => [
    ...(values.professionals.length === 0 ? ([['professionals', 'professionals']] as const) : []),
    ...issuesOfTerms(values),
  ]);
  const values = useFormValues(form);
  const object = useMutation(
    useTRPC().consents.object.mutationOptions({
      onSuccess: (next) => saved(next, t('object.saved')),
      onError: failed,
    }),
  );
  return (
    <ConsentDialog
      form={form}
      title={t('object.title')}
      name={name}
      confirm={t('object.confirm')}
      isSaving={object.isPending}
      error={object.error}
      onClose={onClose}
      change={change}
      subject={{
        label: t('kind.objection.title'),
        of: ({ objections }) => named(objections) ?? t('noObjections'),
        mine: typed(values.professionals.map((one) => one.name).join(', '), values),
        covers: () => false,
      }}
      effect={<p>{t('object.effect', { n: values.professionals.length })}</p>}
      onSave={({ professionals, ...terms }, token) =>
        object.mutate({
          patientId,
          key,
          token,
          professionalIds: professionals.map(({ id }) => id),
          ...termsInput(terms),
        })
      }
    >
      <ProfessionalsField form={form} patientId={patientId} />
      <TermsFields form={form} isOwn={view.isOwn} />
    </ConsentDialog>
  );
}
