'use client';
import type { RuleRow, RuleState } from '@keneyapp/bff/features/safety/view';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocale } from 'next-intl';
import { useId, useState } from 'react';
import { describedBy, FieldFrame } from '../../components/form/field-frame.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { useSafetyWords } from './use-safety-words.ts';
import styles from './safety.module.css';

const states = ['active', 'inform', 'silent', 'off'] as const;
const known = ['needs-rehearsal', 'never-event', 'same', 'unknown'] as const;

/** Gives a rule another state, with a reason; what is refused is said here. */
export function RuleDialog({
  row,
  version,
  onClose,
}: {
  row: RuleRow;
  version: number;
  onClose: () => void;
}) {
  const { t, f } = useSafetyWords(undefined);
  const trpc = useTRPC();
  const queries = useQueryClient();
  const language = useLocale() === 'en' ? 'en' : 'fr';
  const id = useId();
  const before = row.changes.length > 0 ? (row.changes[1]?.state ?? 'active') : null;
  const [state, setState] = useState<RuleState | null>(null);
  const [reason, setReason] = useState('');
  const [isAsked, setAsked] = useState(false);
  const save = useMutation(
    trpc.safety.setRule.mutationOptions({
      onSuccess: (view) => {
        queries.setQueryData(trpc.safety.rules.queryKey({ language }), view);
        onClose();
      },
    }),
  );
  const issue = save.error?.data?.issues?.[0]?.message;
  const word = known.find((one) => one === issue);
  const isOld = save.error?.data?.code === 'PRECONDITION_FAILED';
  const tooShort = reason.trim().length < 5 ? t('dialog.reasonMissing') : null;
  const submit = () => {
    setAsked(true);
    if (state === null || tooShort !== null || save.isPending) return;
    save.mutate({ rule: row.rule, state, reason: reason.trim(), version, language });
  };
  return (
    <Dialog
      open
      onClose={save.isPending ? undefined : onClose}
      aria-labelledby={`${id}-title`}
      fullWidth
      maxWidth="sm"
    >
      <DialogTitle id={`${id}-title`}>{row.title ?? row.rule}</DialogTitle>
      <DialogContent>
        <fieldset>
          <legend>{t('dialog.state')}</legend>
          {states
            .filter((one) => one !== row.state)
            .map((one) => (
              <div key={one}>
                <label>
                  <input
                    type="radio"
                    name={`${id}-state`}
                    checked={state === one}
                    onChange={() => setState(one)}
                  />{' '}
                  {t(`state.${one}`)}
                  {one === before && ` (${t('dialog.rollback')})`}
                </label>
                <div className="muted">{t(`means.${one}`)}</div>
              </div>
            ))}
        </fieldset>
        {isAsked && state === null && <p role="alert">{t('dialog.stateMissing')}</p>}
        {row.needsRehearsal && <p role="note">{t('dialog.needsRehearsal')}</p>}
        <div className={styles.field}>
          <FieldFrame id={`${id}-reason`} label={t('dialog.reason')} problem={isAsked ? tooShort : null}>
            <OutlinedInput
              id={`${id}-reason`}
              size="small"
              multiline
              minRows={2}
              fullWidth
              value={reason}
              error={isAsked && tooShort !== null}
              onChange={(e) => setReason(e.target.value)}
              slotProps={{
                input: {
                  maxLength: 500,
                  'aria-describedby': describedBy(`${id}-reason`, isAsked ? tooShort : null),
                },
              }}
            />
          </FieldFrame>
        </div>
        {save.error && (
          <p role="alert">{isOld ? t('dialog.old') : word ? t(`refused.${word}`) : t('dialog.failed')}</p>
        )}
        {row.changes.length > 0 && (
          <>
            <h3>{t('dialog.history')}</h3>
            <ol className={styles.list}>
              {row.changes.map(({ state: was, reason: why, at, by }) => (
                <li key={at}>
                  {t(`state.${was}`)} – {f.dateTime(at)}, {by}. {why}
                </li>
              ))}
            </ol>
          </>
        )}
      </DialogContent>
      <DialogActions>
        <Button variant="outlined" onClick={onClose} disabled={save.isPending}>
          {t('dialog.cancel')}
        </Button>
        <Button variant="contained" onClick={submit} loading={save.isPending}>
          {t('dialog.save')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
