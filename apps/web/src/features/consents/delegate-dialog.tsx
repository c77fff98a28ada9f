'use client';
import { useMutation } from '@tanstack/react-query';
import { DateField } from '../../components/form/date-field.tsx';
import { readDay, today } from '../../components/form/paris-time.ts';
import { TextField } from '../../components/form/text-field.tsx';
import { useFormValues } from '../../components/form/use-chart-form.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { ConsentDialog } from './consent-dialog.tsx';
import { issuesOfTerms, unread, useConsentForm, type Issue } from './consent-form.ts';
import styles from './consents.module.css';
import { DelegateSearch } from './delegate-search.tsx';
import { termsInput, TermsFields } from './terms.tsx';
import { useChange, type ChangeProps } from './use-change.ts';
import { useEntryWords } from './use-entry-words.ts';

const traits = ['familyName', 'birthDate', 'ipp'] as const;
/** How a trait that is text is typed. */
const trait = {
  longest: 100,
  isRequired: true,
  isWide: false,
  attributes: { autoComplete: 'off', spellCheck: false },
} as const;

/**
 * Lets somebody read the record in the patient's stead. Staff look for them; a patient, who searches for nobody, tells them
 * exactly by three traits.
 */
export function DelegateDialog({ patientId, view, onClose, onSaved }: ChangeProps) {
  const change = useChange({ patientId, view, onClose, onSaved });
  const { t, key, name, saved, failed } = change;
  const { named, typed } = useEntryWords();
  const trpc = useTRPC();
  const searches = useSignedInUser().rights['patients.search'] === true;
  const form = useConsentForm((values) => {
    const { delegate: chosen } = values;
    const missing = traits.filter((trait) => values[trait].trim() === '');
    return [
      ...(searches
        ? chosen === null
          ? ([['delegate', 'delegateRecord']] as const)
          : chosen.id === patientId
            ? ([['delegate', 'self']] as const)
            : []
        : [...missing.map((trait): Issue => [trait, trait]), ...unread({ birthDate: values.birthDate })]),
      ...issuesOfTerms(values),
    ];
  });
  const values = useFormValues(form);
  const delegate = useMutation(
    trpc.consents.delegate.mutationOptions({
      onSuccess: (next) => saved(next, t('delegate.saved')),
      onError: failed,
    }),
  );
  const known = (code: string | null) =>
    code === 'NOT_FOUND'
      ? t('dialog.errors.nobody')
      : code === 'TOO_MANY_REQUESTS'
        ? t('dialog.errors.tooMany')
        : code === 'BAD_REQUEST' && view.isOwn
          ? t('dialog.errors.self')
          : undefined;
  return (
    <ConsentDialog
      form={form}
      title={t('delegate.title')}
      name={name}
      confirm={t('delegate.confirm')}
      isSaving={delegate.isPending}
      error={delegate.error}
      known={known}
      change={change}
      subject={{
        label: t('kind.delegation.title'),
        of: ({ delegations }) => named(delegations) ?? t('noDelegations'),
        mine: typed(values.delegate?.name ?? `${values.familyName} (${values.ipp})`, values),
        covers: () => false,
      }}
      onClose={onClose}
      effect={
        <>
          <p>{t('delegate.effect')}</p>
          {!view.isOwn && <p>{t('proposals.waits')}</p>}
        </>
      }
      onSave={({ delegate: chosen, familyName, birthDate, ipp, ...terms }, token) =>
        delegate.mutate({
          patientId,
          key,
          token,
          delegate: chosen
            ? { by: 'record', delegateId: chosen.id }
            : { by: 'identity', familyName, birthDate: readDay(birthDate) ?? '', ipp },
          ...termsInput(terms),
        })
      }
    >
      <p className="muted">{t('delegate.help')}</p>
      {searches ? (
        <DelegateSearch form={form} />
      ) : (
        <div className={styles.terms}>
          <TextField form={form} name="familyName" {...trait} />
          <DateField form={form} name="birthDate" isRequired latest={today()} />
          <TextField form={form} name="ipp" {...trait} hint={t('delegate.ippHelp')} />
        </div>
      )}
      <TermsFields form={form} isOwn={view.isOwn} />
    </ConsentDialog>
  );
}
