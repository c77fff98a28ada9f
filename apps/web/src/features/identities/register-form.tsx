'use client';
import type { RegisteredView } from '@keneyapp/bff/features/identities/view';
import { spellRniv } from '@keneyapp/clinical';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { FormFrame } from '../../components/form/form-frame.tsx';
import { issuesOf } from '../../components/form/server-issues.ts';
import { useFormValues } from '../../components/form/use-chart-form.ts';
import { SaveFailed } from '../../components/save-failed.tsx';
import { announce } from '../../shell/announcer.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { asCallError } from '../../trpc/error.ts';
import { saveFailureOf } from '../../trpc/save-failure.ts';
import { isSame, noDraft, useAskOnLeaving, useIdentityForm } from './form-parts.tsx';
import { OtherFields, ProofFields, StrictFields } from './identity-fields.tsx';
import {
  freshIdentity,
  sentTraits,
  toAttributes,
  toContact,
  toLike,
  toProof,
  type IdentityValues,
} from './identity-state.ts';
import styles from './identities.module.css';
import { InsiPanel } from './insi-panel.tsx';
import { AlikeBelow, LookAlikes } from './look-alikes.tsx';
import { RelationFields } from './relation-fields.tsx';
import { ScanField } from './scan-field.tsx';
import { notLookedAt, useAlike } from './use-alike.ts';

export interface Registered {
  name: string;
  view: RegisteredView;
}

/** Traits in the order of the RNIV; beside them who may be the same person, who has to be looked at first. */
export function RegisterForm({
  initial,
  onSaved,
}: {
  initial: IdentityValues;
  onSaved: (saved: Registered) => void;
}) {
  const t = useTranslations('identities');
  const trpc = useTRPC();
  const { form, scanned, setScanned, insi } = useIdentityForm(initial);
  const values = useFormValues(form);
  const like = toLike(values, scanned?.matricule ?? null);
  const alike = useAlike(like);
  const { release, leaveTo, dialog } = useAskOnLeaving(!isSame(values, freshIdentity));
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [refused, setRefused] = useState(0);
  const [isChecking, setIsChecking] = useState(false);
  const isLookAlike = (error: unknown) => asCallError(error).reason === 'look-alike';
  const mutation = useMutation(
    trpc.identities.register.mutationOptions({
      onSuccess: (view, { traits }) => {
        release();
        const name = `${spellRniv(traits.birthName)} ${spellRniv(traits.firstGivenName)}`;
        announce(t('saved.title', { name }));
        onSaved({ name, view });
      },
      onError: (error) => {
        // what certainly was not saved may be sent with other content
        if (saveFailureOf(error).isIn === 'no') setKey(crypto.randomUUID());
        if (isLookAlike(error)) {
          alike.askAgain(like);
          setRefused((n) => n + 1);
        } else form.refuse(error);
      },
    }),
  );
  const send = async (typed: IdentityValues) => {
    setIsChecking(true);
    // who types fast is shown everybody before it is sent
    const found = await alike.now(toLike(typed, scanned?.matricule ?? null));
    setIsChecking(false);
    if (notLookedAt(found, alike.looked).length > 0) {
      setRefused((n) => n + 1);
      return;
    }
    mutation.mutate({
      key,
      traits: sentTraits(typed),
      contact: toContact(typed),
      proof: toProof(typed),
      insi: insi.sealed(typed),
      attributes: toAttributes(typed),
      others: Object.entries(alike.looked).flatMap(([id, how]) => (how ? [id] : [])),
    });
  };
  const submit = () => {
    if (!mutation.isPending && !isChecking) form.submit((typed) => void send(typed));
  };
  const { error } = mutation;
  const failure = error && !issuesOf(error) && !isLookAlike(error) ? error : null;
  return (
    <div className={styles.beside} data-writing="true">
      <div className={styles.paper}>
        <FormFrame
          form={form}
          label={t('register.form')}
          draft={noDraft}
          onSubmit={submit}
          onClose={() => leaveTo('/patients')}
          save={t('register.save')}
          keys={t('register.keys')}
          saving={{ isPending: mutation.isPending || isChecking, isPaused: mutation.isPaused }}
          important={<AlikeBelow alike={alike} />}
          notices={failure !== null && <SaveFailed error={failure} retry={submit} title={t('failed')} />}
        >
          <ScanField form={form} scanned={scanned} onScan={setScanned} />
          <StrictFields form={form} />
          <InsiPanel form={form} insi={insi} />
          <OtherFields form={form} />
          <ProofFields form={form} />
          <RelationFields form={form} />
        </FormFrame>
      </div>
      {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions -- who ticked the last of them saves from here, as from any field of the form */}
      <div
        className={styles.aside}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && (e.ctrlKey || e.metaKey) && !(e.target instanceof HTMLAnchorElement)) {
            e.preventDefault();
            submit();
          }
        }}
      >
        <LookAlikes alike={alike} refused={refused} />
      </div>
      {dialog}
    </div>
  );
}
