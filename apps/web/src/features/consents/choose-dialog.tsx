'use client';
import type { ChoiceKind } from '@keneyapp/bff/features/consents/schema';
import { useMutation } from '@tanstack/react-query';
import { useFormValues } from '../../components/form/use-chart-form.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { ConsentDialog } from './consent-dialog.tsx';
import { issuesOfTerms, useConsentForm } from './consent-form.ts';
import { termsInput, TermsFields } from './terms.tsx';
import { useChange, type ChangeProps } from './use-change.ts';
import { useEntryWords } from './use-entry-words.ts';

/** Yes or no to one use of the record. */
export function ChooseDialog({
  patientId,
  view,
  kind,
  agrees,
  onClose,
  onSaved,
}: ChangeProps & { kind: ChoiceKind; agrees: boolean }) {
  const change = useChange({ patientId, view, onClose, onSaved });
  const { t, key, name, saved, failed } = change;
  const { about, typed } = useEntryWords();
  const form = useConsentForm(issuesOfTerms);
  const values = useFormValues(form);
  const answer = agrees ? 'yes' : 'no';
  const title = t(`kind.${kind}.title`);
  const choose = useMutation(
    useTRPC().consents.choose.mutationOptions({
      onSuccess: (next) => saved(next, t('choose.saved', { agrees: answer, kind: title })),
      onError: failed,
    }),
  );
  return (
    <ConsentDialog
      form={form}
      title={t('choose.title', { agrees: answer, kind: title })}
      name={name}
      confirm={t('choose.confirm', { agrees: answer })}
      isSaving={choose.isPending}
      error={choose.error}
      onClose={onClose}
      change={change}
      subject={{
        label: title,
        of: ({ choices: { [kind]: held } }) =>
          [t(`state.${held?.decision ?? 'none'}`), held && about(held)].filter(Boolean).join(', '),
        mine: typed(t(`state.${agrees ? 'agreed' : 'refused'}`), values),
        covers: (entry) => entry.kind === kind,
      }}
      onSave={(typedValues, token) =>
        choose.mutate({ patientId, key, token, kind, agrees, ...termsInput(typedValues) })
      }
      effect={
        <>
          <p>{t(`choose.effect.${kind}.${answer}`)}</p>
          {agrees && !view.isOwn && kind !== 'research' && <p>{t('proposals.waitsIfOpens')}</p>}
          {!agrees && (kind === 'care' || kind === 'sharing') && <p>{t('choose.emergency')}</p>}
          {!agrees && kind === 'portal' && view.isOwn && (
            <p>
              <b>{t('choose.portalOwn')}</b>
            </p>
          )}
        </>
      }
    >
      <TermsFields form={form} isOwn={view.isOwn} />
    </ConsentDialog>
  );
}
