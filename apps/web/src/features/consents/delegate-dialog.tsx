'use client';
import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { DayInput, isDayOrNone } from '../../components/form/day-input.tsx';
import { today } from '../../components/form/paris-time.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { ConsentDialog } from './consent-dialog.tsx';
import styles from './consents.module.css';
import { DelegateSearch, type Delegate } from './delegate-search.tsx';
import { freshTerms, problemsOfTerms, termsInput, TermsFields } from './terms.tsx';
import { useChange, type ChangeProps } from './use-change.ts';
import { useEntryWords } from './use-entry-words.ts';

/**
 * Lets somebody read the record in the patient's stead. Staff look for them; a patient, who searches for nobody, tells them
 * exactly by three traits.
 */
export function DelegateDialog({ patientId, view, onClose }: ChangeProps) {
  const change = useChange({ patientId, view, onClose });
  const { t, key, name, saved, failed } = change;
  const { named, typed } = useEntryWords();
  const trpc = useTRPC();
  const id = useId();
  const searches = useSignedInUser().rights['patients.search'] === true;
  const [terms, setTerms] = useState(() => freshTerms(view.isOwn));
  const [traits, setTraits] = useState({ familyName: '', birthDate: '', ipp: '' });
  const [chosen, setChosen] = useState<Delegate | null>(null);
  const [isChecked, setChecked] = useState(false);
  const delegate = useMutation(
    trpc.consents.delegate.mutationOptions({
      onSuccess: (next) => saved(next, t('delegate.saved')),
      onError: failed,
    }),
  );
  const isMissing = searches ? chosen === null : Object.values(traits).some((v) => v.trim() === '');
  const isSelf = chosen?.id === patientId;
  const problems = [
    ...(isMissing
      ? ([searches ? 'delegateRecord' : 'delegate'] as const)
      : isSelf
        ? (['self'] as const)
        : isDayOrNone(traits.birthDate)
          ? []
          : (['noDay'] as const)),
    ...problemsOfTerms(terms),
  ];
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
        mine: typed(chosen?.name ?? `${traits.familyName} (${traits.ipp})`, terms),
        covers: () => false,
      }}
      onClose={onClose}
      problems={isChecked ? problems.map((p) => t(`dialog.errors.${p}`)) : []}
      effect={
        <>
          <p>{t('delegate.effect')}</p>
          {!view.isOwn && <p>{t('proposals.waits')}</p>}
        </>
      }
      onSubmit={(token) => {
        setChecked(true);
        if (problems.length === 0)
          delegate.mutate({
            patientId,
            key,
            token,
            delegate: chosen ? { by: 'record', delegateId: chosen.id } : { by: 'identity', ...traits },
            ...termsInput(terms),
          });
      }}
    >
      <p className="muted">{t('delegate.help')}</p>
      {searches ? (
        <DelegateSearch chosen={chosen} onChoose={setChosen} />
      ) : (
        <div className={styles.terms}>
          {(['familyName', 'birthDate', 'ipp'] as const).map((trait) =>
            trait === 'birthDate' ? (
              <DayInput
                key={trait}
                id={`${id}-${trait}`}
                label={t(`delegate.${trait}`)}
                isRequired
                latest={today()}
                value={traits.birthDate}
                onChange={(birthDate) => setTraits({ ...traits, birthDate })}
                isInvalid={isChecked && traits.birthDate === ''}
              />
            ) : (
              <div className={styles.field} key={trait}>
                <label htmlFor={`${id}-${trait}`}>{t(`delegate.${trait}`)}</label>
                <input
                  type="text"
                  id={`${id}-${trait}`}
                  required
                  autoComplete="off"
                  spellCheck={false}
                  maxLength={100}
                  value={traits[trait]}
                  onChange={(e) => setTraits({ ...traits, [trait]: e.target.value })}
                  aria-describedby={trait === 'ipp' ? `${id}-ipp-help` : undefined}
                  aria-invalid={isChecked && traits[trait].trim() === ''}
                />
                {trait === 'ipp' && (
                  <p className={styles.help} id={`${id}-ipp-help`}>
                    {t('delegate.ippHelp')}
                  </p>
                )}
              </div>
            ),
          )}
        </div>
      )}
      <TermsFields terms={terms} onChange={setTerms} isOwn={view.isOwn} />
    </ConsentDialog>
  );
}
