'use client';
import type { RegisteredView } from '@keneyapp/bff/features/identities/view';
import { spellRniv, type IdentityDocument } from '@keneyapp/clinical';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { FormFrame } from '../../components/form/form-frame.tsx';
import { issuesOf } from '../../components/form/server-issues.ts';
import { useFormValues } from '../../components/form/use-chart-form.ts';
import { SaveFailed } from '../../components/save-failed.tsx';
import type { Draft } from '../../components/use-draft.ts';
import { announce } from '../../shell/announcer.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { saveFailureOf } from '../../trpc/save-failure.ts';
import { isSame, useAskOnLeaving, useIdentityForm } from './form-parts.tsx';
import { OtherFields, ProofFields, StrictFields } from './identity-fields.tsx';
import {
  freshIdentity,
  sentTraits,
  toAttributes,
  toContact,
  toProof,
  type IdentityValues,
} from './identity-state.ts';
import styles from './identities.module.css';
import { RestoredIdentity } from './kept-form.tsx';
import { InsiPanel } from './insi-panel.tsx';
import { AlikeAside, AlikeBelow } from './look-alikes.tsx';
import { RelationFields } from './relation-fields.tsx';
import { ScanField } from './scan-field.tsx';
import { TakenNotice } from './taken-notice.tsx';
import { isLookAlike, takenBy, useLookFirst } from './use-look-first.ts';

export interface Registered {
  name: string;
  view: RegisteredView;
  /** The paper that was seen. */
  document: IdentityDocument | null;
}

/** Traits in the order of the RNIV; beside them who may be the same person, who has to be looked at first. */
export function RegisterForm({
  initial,
  draft,
  anew,
  onSaved,
}: {
  initial: IdentityValues;
  draft: Draft;
  /** Gives up what was kept. */
  anew: () => void;
  onSaved: (saved: Registered) => void;
}) {
  const t = useTranslations('identities');
  const trpc = useTRPC();
  const { form, scanned, setScanned, insi, scanner } = useIdentityForm(initial, draft, null);
  const values = useFormValues(form);
  const { alike, refused, isChecking, ...look } = useLookFirst(values, {
    matricule: scanned?.matricule ?? null,
    isAsked: true,
  });
  const giveUp = () => void draft.discard().catch(() => undefined);
  const { release, leaveTo, dialog } = useAskOnLeaving(!isSame(values, freshIdentity), giveUp);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const mutation = useMutation(
    trpc.identities.register.mutationOptions({
      onSuccess: (view, { traits, proof }) => {
        release();
        giveUp();
        const name = `${spellRniv(traits.birthName)} ${spellRniv(traits.firstGivenName)}`;
        announce(t('saved.title', { name }));
        onSaved({ name, view, document: proof?.document ?? null });
      },
      onError: (error) => {
        // what certainly was not saved may be sent with other content
        if (saveFailureOf(error).isIn === 'no') setKey(crypto.randomUUID());
        if (isLookAlike(error)) look.wasRefused();
        else form.refuse(error);
      },
    }),
  );
  const send = async (typed: IdentityValues) => {
    // what may be in already is found among those alike: sent again as it was, it says so itself
    const maySaved = mutation.error !== null && saveFailureOf(mutation.error).isIn === 'unknown';
    if (!maySaved && !(await look.isLookedAt(typed))) return;
    mutation.mutate({
      key,
      traits: sentTraits(typed),
      contact: toContact(typed),
      proof: toProof(typed),
      insi: insi.sealed(typed),
      attributes: toAttributes(typed),
      others: look.others(),
    });
  };
  const submit = () => {
    if (!mutation.isPending && !isChecking) form.submit((typed) => void send(typed));
  };
  const { error } = mutation;
  const taken = error && takenBy(error);
  const failure = error && !issuesOf(error) && !isLookAlike(error) && !taken ? error : null;
  return (
    <div className={styles.beside} data-writing="true">
      <div className={styles.paper} {...scanner}>
        <FormFrame
          form={form}
          label={t('register.form')}
          draft={draft}
          onSubmit={submit}
          onClose={() => leaveTo('/patients')}
          save={t('register.save')}
          keys={t('register.keys')}
          saving={{ isPending: mutation.isPending || isChecking, isPaused: mutation.isPaused }}
          important={<AlikeBelow alike={alike} />}
          notices={
            <>
              <RestoredIdentity draft={draft} anew={anew} />
              {taken && <TakenNotice patientId={null} other={taken} />}
              {failure !== null && <SaveFailed error={failure} retry={submit} title={t('failed')} hasDraft />}
            </>
          }
        >
          <ScanField form={form} scanned={scanned} onScan={setScanned} />
          <StrictFields form={form} />
          <InsiPanel form={form} insi={insi} />
          <OtherFields form={form} />
          <ProofFields form={form} />
          <RelationFields form={form} />
        </FormFrame>
      </div>
      <AlikeAside alike={alike} refused={refused} onSubmit={submit} />
      {dialog}
    </div>
  );
}
