'use client';
import {
  emergencyKinds,
  reasonLength,
  substance,
  type EmergencyKind,
} from '@keneyapp/bff/features/emergency/schema';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useId, useRef, useState } from 'react';
import { SaveFailed } from '../../components/save-failed.tsx';
import { SubmitForm } from '../../components/submit-form.tsx';
import { TypedConflict } from '../../components/typed-conflict.tsx';
import { useTyped } from '../../components/use-typed.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { asCallError } from '../../trpc/error.ts';
import styles from './emergency.module.css';
import { ReasonField } from './reason-field.tsx';

/** What was typed for a patient, as long as this tab lives: closing the dialog, or a failure, loses nothing. */
const typed = new Map<string, { kind: EmergencyKind | null; reason: string }>();

/** Asks for the situation and a reason, says what will happen, and opens the chart. */
export function EmergencyDialog({ patientId, onClose }: { patientId: string; onClose: () => void }) {
  const t = useTranslations('emergency');
  const c = useTranslations('common');
  const f = useFormats();
  const trpc = useTRPC();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const firstKind = useRef<HTMLInputElement>(null);
  const [form, setForm] = useState(() => typed.get(patientId) ?? { kind: null, reason: '' });
  const [isChecked, setChecked] = useState(false);
  const { keep, forget, draft } = useTyped<typeof form>(
    { form: 'emergency.request', base: patientId },
    (kept) => {
      if (!typed.has(patientId)) setForm(kept);
    },
  );
  const { data: banner } = useQuery(trpc.patients.banner.queryOptions({ patientId }));
  const { data: terms } = useQuery(trpc.emergency.current.queryOptions({ patientId }));
  const to = useSignedInUser().rights['vitals.record'] ? 'record' : 'read';
  const router = useRouter();
  const client = useQueryClient();
  // the page comes anew from the server, and the banner with it: closed and open never stand beside each other
  const request = useMutation(
    trpc.emergency.request.mutationOptions({
      onSuccess: () => {
        typed.delete(patientId);
        void forget();
        void client.invalidateQueries({ queryKey: trpc.session.awaited.queryKey() });
        router.refresh();
      },
    }),
  );
  const isBusy = request.isPending || request.isSuccess;

  const least = terms?.reasonLength ?? reasonLength;
  // in a vital emergency the choice of it is enough; what was begun is asked for with the rest
  const mayFollow = form.kind === 'vital' && !terms?.isTextOwed;
  const isShort = substance(form.reason) < least;
  const change = (part: Partial<typeof form>) => {
    const next = { ...form, ...part };
    typed.set(patientId, next);
    setForm(next);
    keep(next);
  };
  const submit = () => {
    if (isBusy) return;
    setChecked(true);
    if (form.kind === null) return firstKind.current?.focus();
    if (form.kind === 'vital' && mayFollow)
      request.mutate({ patientId, kind: 'vital', ...(isShort ? {} : { reason: form.reason }) });
    else if (isShort) field.current?.focus();
    else request.mutate({ patientId, kind: form.kind, reason: form.reason });
  };
  const name = banner ? f.fullName(banner.identity) : '';
  const isSuspended = request.error && asCallError(request.error).reason === 'emergency-suspended';

  return (
    <Dialog open onClose={onClose} aria-labelledby={`${id}-title`} maxWidth="sm" fullWidth>
      <SubmitForm onSubmit={submit}>
        <DialogTitle id={`${id}-title`}>{t('dialog.title', { name })}</DialogTitle>
        <DialogContent className={styles.form}>
          {banner?.identity.birthDate && (
            <p className={styles.patient}>
              {t('dialog.birth', { date: f.date(banner.identity.birthDate) ?? '' })}
              {banner.identity.ipp && ` · IPP ${banner.identity.ipp}`}
            </p>
          )}
          <TypedConflict
            draft={{
              ...draft,
              takeTheirs: () => {
                typed.delete(patientId);
                draft.takeTheirs();
              },
            }}
            mine={form}
            fields={({ kind, reason }) => [
              { key: 'kind', label: t('dialog.situation'), text: kind ? t(`kind.${kind}`) : '' },
              { key: 'reason', label: t('dialog.reason'), text: reason },
            ]}
            onMerge={(theirs, chosen) =>
              change({
                ...(chosen['kind'] === 'theirs' ? { kind: theirs.kind } : {}),
                ...(chosen['reason'] === 'theirs' ? { reason: theirs.reason } : {}),
              })
            }
          />
          <fieldset
            className={styles.kinds}
            aria-describedby={isChecked && form.kind === null ? `${id}-kind` : undefined}
          >
            <legend>{t('dialog.situation')}</legend>
            {emergencyKinds.map((kind, i) => (
              <label key={kind}>
                <input
                  type="radio"
                  name={`${id}-kind`}
                  ref={i === 0 ? firstKind : undefined}
                  checked={form.kind === kind}
                  onChange={() => change({ kind })}
                />
                {t(`kind.${kind}`)}
              </label>
            ))}
            {isChecked && form.kind === null && (
              <p className={styles.problem} id={`${id}-kind`} role="alert">
                {t('dialog.errors.kind')}
              </p>
            )}
          </fieldset>
          <ReasonField
            id={id}
            field={field}
            value={form.reason}
            onChange={(reason) => change({ reason })}
            least={least}
            mayFollow={mayFollow}
            isChecked={isChecked}
          />
          <div className={styles.next}>
            <h3>{t('dialog.what')}</h3>
            <ul>
              <li>
                {terms ? t('dialog.opens', { minutes: terms.minutes, to }) : t('dialog.opensSome', { to })}
              </li>
              {mayFollow && isShort && <li>{t('dialog.textFollows')}</li>}
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
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose} variant="outlined">
            {c('actions.cancel')}
          </Button>
          <Button type="submit" variant="contained" color="warning" aria-keyshortcuts="Control+Enter">
            {t(isBusy ? 'dialog.submitting' : 'dialog.submit')}
          </Button>
        </DialogActions>
      </SubmitForm>
    </Dialog>
  );
}
