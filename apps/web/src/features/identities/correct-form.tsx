'use client';
import type { IdentityFormView } from '@keneyapp/bff/features/identities/view';
import { differingTraits } from '@keneyapp/clinical';
import { DeniedState, LoadingRows } from '@keneyapp/ui/states';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { AskDialog } from '../../components/ask-dialog.tsx';
import { CallFailed } from '../../components/call-failed.tsx';
import { ChoiceField } from '../../components/form/choice-field.tsx';
import { FieldGroup, FormFrame } from '../../components/form/form-frame.tsx';
import { issuesOf } from '../../components/form/server-issues.ts';
import { useFormValues } from '../../components/form/use-chart-form.ts';
import { SaveFailed } from '../../components/save-failed.tsx';
import type { Draft } from '../../components/use-draft.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import { announce } from '../../shell/announcer.tsx';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { isChangedMeanwhile } from '../../trpc/error.ts';
import { saveFailureOf } from '../../trpc/save-failure.ts';
import { isSame, useAskOnLeaving, useIdentityForm } from './form-parts.tsx';
import { DeceasedFields, toDeceased } from './deceased-fields.tsx';
import { OtherFields, ProofFields, StrictFields } from './identity-fields.tsx';
import { fromRecord } from './identity-fill.ts';
import {
  sentTraits,
  toAttributes,
  toContact,
  toProof,
  toTraits,
  type IdentityValues,
} from './identity-state.ts';
import { CorrectedIdentity, type Corrected } from './corrected.tsx';
import styles from './identities.module.css';
import { InsiPanel } from './insi-panel.tsx';
import { KeptForm, RestoredIdentity, type Kept } from './kept-form.tsx';
import { AlikeAside, AlikeBelow } from './look-alikes.tsx';
import { RelationFields } from './relation-fields.tsx';
import { ScanField } from './scan-field.tsx';
import { TakenNotice } from './taken-notice.tsx';
import { isLookAlike, takenBy, useLookFirst } from './use-look-first.ts';
import { patientHref } from '../../shell/chart-address.ts';

/** Corrects an identity over the version that the form was filled from. */
export function CorrectIdentity({ patientId }: { patientId: string }) {
  const t = useTranslations('identities.correct');
  const c = useTranslations('common');
  const { rights } = useSignedInUser();
  const isAllowed = rights['identities.correct'] === true && rights['identities.read'] === true;
  const [turn, setTurn] = useState(0);
  const [saved, setSaved] = useState<Corrected | null>(null);
  const { data, error, refetch } = useQuery({
    ...useTRPC().identities.form.queryOptions({ patientId }, { staleTime: 0, refetchOnWindowFocus: false }),
    enabled: isAllowed && saved === null,
  });
  if (!isAllowed)
    return (
      <DeniedState isPage title={c('denied.title')}>
        <p>{t('denied')}</p>
      </DeniedState>
    );
  if (saved) return <CorrectedIdentity patientId={patientId} {...saved} again={() => setSaved(null)} />;
  if (!data)
    return error ? (
      <CallFailed isPage error={error} retry={() => void refetch()} />
    ) : (
      <LoadingRows rows={8} widths={[45, 45]} label={c('state.loading')} />
    );
  return (
    <KeptForm key={turn} form="identities.correct" base={patientId} version={data.version}>
      {(draft, kept) => (
        <Fields
          patientId={patientId}
          view={data}
          draft={draft}
          kept={kept}
          onSaved={setSaved}
          reread={() =>
            void draft
              .discard()
              .catch(() => undefined)
              .then(() => refetch())
              .then(() => setTurn((n) => n + 1))
          }
        />
      )}
    </KeptForm>
  );
}

interface Props {
  patientId: string;
  view: IdentityFormView;
  draft: Draft;
  /** What was typed before the session ended, over which version. */
  kept: Kept | null;
  onSaved: (saved: Corrected) => void;
  reread: () => void;
}

function Fields({ patientId, view: latest, draft, kept, onSaved, reread }: Props) {
  const t = useTranslations('identities');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const f = useFormats();
  const href = patientHref(patientId, 'identity');
  // a version that comes meanwhile changes nothing under the hands of the person
  const [view] = useState(latest);
  const [initial] = useState(() => fromRecord(latest));
  // what was typed over an older version is refused as behind, and not written over what came meanwhile
  const [version] = useState(kept?.version ?? latest.version);
  const { form, scanned, setScanned, insi, scanner } = useIdentityForm(
    kept?.values ?? initial,
    draft,
    patientId,
  );
  const values = useFormValues(form);
  const isTraitChanged = differingTraits(view.traits, toTraits(values)).length > 0;
  const { alike, refused, isChecking, ...look } = useLookFirst(values, {
    matricule: scanned?.matricule ?? null,
    except: patientId,
    // what changes no trait asks nobody
    isAsked: isTraitChanged,
  });
  const giveUp = () => void draft.discard().catch(() => undefined);
  const { release, leaveTo, dialog } = useAskOnLeaving(!isSame(values, initial), giveUp);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const mutation = useMutation(
    trpc.identities.correct.mutationOptions({
      onSuccess: async (saved, { proof }) => {
        release();
        giveUp();
        announce(t('saved.corrected', { name: `${values.birthName} ${values.firstGivenName}` }));
        queries.removeQueries({ queryKey: trpc.identities.form.queryKey({ patientId }) });
        void queries.invalidateQueries({ queryKey: trpc.patients.pathKey() });
        void queries.invalidateQueries({ queryKey: trpc.identities.suspects.queryKey({ patientId }) });
        onSaved({ view: saved, document: proof?.document ?? null });
      },
      onError: (error) => {
        if (saveFailureOf(error).isIn === 'no') setKey(crypto.randomUUID());
        if (isLookAlike(error)) look.wasRefused();
        else form.refuse(error);
      },
    }),
  );
  const [dies, setDies] = useState<IdentityValues | null>(null);
  const submit = () => {
    if (mutation.isPending || isChecking) return;
    form.submit((typed) => {
      // that somebody died is asked once more
      if (typed.vital === 'deceased' && view.deceased === null) setDies(typed);
      else void send(typed);
    });
  };
  const send = async (typed: IdentityValues) => {
    const isOther = differingTraits(view.traits, toTraits(typed)).length > 0;
    if (isOther && !(await look.isLookedAt(typed))) return;
    mutation.mutate({
      patientId,
      key,
      version,
      traits: sentTraits(typed),
      reason: typed.reason || 'correction',
      contact: toContact(typed, view),
      proof: toProof(typed),
      insi: insi.sealed(typed),
      attributes: toAttributes(typed),
      others: look.others(),
      // a death that nobody touched stays as it is written, its hour included
      ...(typed.vital === initial.vital && typed.deathDate === initial.deathDate
        ? {}
        : { deceased: toDeceased(typed) }),
    });
  };
  const { error } = mutation;
  const isBehind = error !== null && isChangedMeanwhile(error);
  const taken = error && takenBy(error);
  const failure = error && !issuesOf(error) && !isBehind && !isLookAlike(error) && !taken ? error : null;
  const mayLose = view.state.status !== 'PROV' || view.hasIns;
  return (
    <div className={isTraitChanged ? styles.beside : undefined} data-writing="true">
      <div className={styles.paper} {...scanner}>
        <FormFrame
          form={form}
          label={t('correct.title')}
          draft={draft}
          onSubmit={submit}
          onClose={() => leaveTo(href.startsWith('/identities') ? '/patients' : href)}
          save={t('correct.save')}
          keys={t('register.keys')}
          saving={{ isPending: mutation.isPending || isChecking, isPaused: mutation.isPaused }}
          isHeld={isBehind}
          important={
            <>
              {mayLose && isTraitChanged && <Alert severity="warning">{t('correct.lowers')}</Alert>}
              <AlikeBelow alike={alike} />
            </>
          }
          notices={
            <>
              <RestoredIdentity draft={draft} anew={reread} />
              {taken && <TakenNotice patientId={patientId} other={taken} />}
              {view.deceased && (
                <Alert severity="info">
                  {t(view.deceased.date ? 'deceased.since' : 'deceased.is', {
                    date: f.date(view.deceased.date) ?? '',
                  })}
                </Alert>
              )}
              {mayLose && !isTraitChanged && <Alert severity="info">{t('correct.mayLower')}</Alert>}
              {isBehind && (
                <Alert
                  severity="warning"
                  role="alert"
                  action={
                    <Button color="inherit" onClick={reread}>
                      {t('correct.reread')}
                    </Button>
                  }
                >
                  {t('correct.changed')}
                </Alert>
              )}
              {failure !== null && <SaveFailed error={failure} retry={submit} title={t('failed')} hasDraft />}
            </>
          }
        >
          <FieldGroup legend={t('group.reason')}>
            <ChoiceField
              form={form}
              name="reason"
              options={(['correction', 'civil-status'] as const).map((value) => ({
                value,
                word: t(`correct.reason.${value}`),
              }))}
            />
          </FieldGroup>
          <ScanField form={form} scanned={scanned} onScan={setScanned} />
          <StrictFields form={form} />
          <InsiPanel form={form} insi={insi} />
          <OtherFields form={form} />
          <ProofFields form={form} />
          <RelationFields form={form} />
          <DeceasedFields form={form} />
        </FormFrame>
      </div>
      {isTraitChanged && <AlikeAside alike={alike} refused={refused} of={patientId} onSubmit={submit} />}
      {dialog}
      {dies && (
        <AskDialog
          title={t('deceased.ask')}
          about={`${values.birthName} ${values.firstGivenName}`}
          text={t('deceased.text')}
          safe={t('deceased.keep')}
          onSafe={() => setDies(null)}
          action={t('deceased.confirm')}
          onAction={() => {
            setDies(null);
            void send(dies);
          }}
        />
      )}
    </div>
  );
}
