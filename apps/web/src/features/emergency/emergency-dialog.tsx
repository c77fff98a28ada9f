'use client';
import {
  emergencyKinds,
  reasonLength,
  substance,
  type EmergencyKind,
} from '@keneyapp/bff/features/emergency/schema';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { z } from 'zod';
import { ChoiceField } from '../../components/form/choice-field.tsx';
import { FormDialog } from '../../components/form/form-dialog.tsx';
import { OwnFormConflict } from '../../components/form/own-form-conflict.tsx';
import { useFormValues } from '../../components/form/use-chart-form.ts';
import { useOwnForm } from '../../components/form/use-own-form.ts';
import { SaveFailed } from '../../components/save-failed.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { asCallError } from '../../trpc/error.ts';
import styles from './emergency.module.css';
import { ReasonField } from './reason-field.tsx';

type Typed = { kind: string; reason: string };

/** What was typed for a patient, as long as this tab lives: closing the dialog, or a failure, loses nothing. */
const typed = new Map<string, Typed>();
const kindOf = (kind: string): EmergencyKind | undefined => emergencyKinds.find((one) => one === kind);

/** Asks for the situation and a reason, says what will happen, and opens the chart. */
export function EmergencyDialog({ patientId, onClose }: { patientId: string; onClose: () => void }) {
  const t = useTranslations('emergency');
  const f = useFormats();
  const trpc = useTRPC();
  const { data: banner } = useQuery(trpc.patients.banner.queryOptions({ patientId }));
  const { data: terms } = useQuery(trpc.emergency.current.queryOptions({ patientId }));
  const to = useSignedInUser().rights['vitals.record'] ? 'record' : 'read';
  const router = useRouter();
  const client = useQueryClient();

  const least = terms?.reasonLength ?? reasonLength;
  const isShort = (reason: string) => substance(reason) < least;
  // in a vital emergency the choice of it is enough; what was begun is asked for with the rest
  const mayFollow = (kind: string) => kind === 'vital' && !terms?.isTextOwed;
  const own = useOwnForm<Typed>({
    form: 'emergency.request',
    base: patientId,
    initial: { kind: '', reason: '' },
    tab: typed,
    schema: z.object({ kind: z.string(), reason: z.string() }).superRefine(({ kind, reason }, context) => {
      if (!kindOf(kind)) context.addIssue({ code: 'custom', path: ['kind'], message: 'open' });
      if (isShort(reason) && !mayFollow(kind))
        context.addIssue({ code: 'custom', path: ['reason'], message: 'short' });
    }),
    words: {
      label: (name) => t(name === 'kind' ? 'dialog.situation' : 'dialog.reason'),
      problem: (name) => (name === 'kind' ? t('dialog.errors.kind') : t('dialog.errors.reason', { least })),
      shown: (name, value) => {
        const kind = name === 'kind' ? kindOf(value) : undefined;
        return kind ? t(`kind.${kind}`) : value;
      },
    },
  });
  const { kind, reason } = useFormValues(own.form);
  // the page comes anew from the server, and the banner with it: closed and open never stand beside each other
  const request = useMutation(
    trpc.emergency.request.mutationOptions({
      onSuccess: () => {
        void own.forget();
        void client.invalidateQueries({ queryKey: trpc.session.awaited.queryKey() });
        router.refresh();
      },
    }),
  );
  const isBusy = request.isPending || request.isSuccess;
  const send = (values: Typed) => {
    const chosen = kindOf(values.kind);
    if (chosen === 'vital')
      request.mutate({
        patientId,
        kind: chosen,
        ...(isShort(values.reason) ? {} : { reason: values.reason }),
      });
    else if (chosen) request.mutate({ patientId, kind: chosen, reason: values.reason });
  };
  const isSuspended = request.error && asCallError(request.error).reason === 'emergency-suspended';

  return (
    <FormDialog
      title={t('dialog.title', { name: banner ? f.fullName(banner.identity) : '' })}
      onSubmit={() => own.form.submit(send)}
      onClose={onClose}
      save={t(isBusy ? 'dialog.submitting' : 'dialog.submit')}
      isSaving={isBusy}
      color="warning"
      above={
        <>
          {banner?.identity.birthDate && (
            <p className={styles.patient}>
              {t('dialog.birth', { date: f.date(banner.identity.birthDate) ?? '' })}
              {banner.identity.ipp && ` · IPP ${banner.identity.ipp}`}
            </p>
          )}
          <OwnFormConflict {...own} />
        </>
      }
      below={
        <>
          <div className={styles.next}>
            <h3>{t('dialog.what')}</h3>
            <ul>
              <li>
                {terms ? t('dialog.opens', { minutes: terms.minutes, to }) : t('dialog.opensSome', { to })}
              </li>
              {mayFollow(kind) && isShort(reason) && <li>{t('dialog.textFollows')}</li>}
              {terms?.isTextOwed && <li>{t('dialog.textOwed')}</li>}
              <li>{t('dialog.officer')}</li>
              <li>{t('dialog.review')}</li>
              <li>{t('dialog.patient')}</li>
            </ul>
          </div>
          {request.error &&
            (isSuspended ? (
              <p className={styles.problem} role="alert">
                {t('dialog.errors.suspended')}
              </p>
            ) : (
              <SaveFailed error={request.error} title={t('dialog.errors.notOpened')} hasDraft />
            ))}
        </>
      }
    >
      <ChoiceField
        form={own.form}
        name="kind"
        isAnnounced
        options={emergencyKinds.map((one) => ({ value: one, word: t(`kind.${one}`) }))}
      />
      <ReasonField form={own.form} name="reason" least={least} mayFollow={mayFollow(kind)} />
    </FormDialog>
  );
}
