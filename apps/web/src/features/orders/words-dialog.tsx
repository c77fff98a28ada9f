'use client';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useTranslations } from 'next-intl';
import { useCallback, useId, useState } from 'react';
import { describedBy, FieldFrame } from '../../components/form/field-frame.tsx';
import { SubmitForm } from '../../components/submit-form.tsx';
import { SaveFailed } from '../../components/save-failed.tsx';
import type { AnswerFor } from './use-answer-for.ts';
import styles from './rereading.module.css';

interface Props {
  is: 'remark' | 'refuse' | 'contest';
  /** What it is about. */
  about: string;
  saving: AnswerFor;
  onSend: (words: string) => void;
  onClose: () => void;
}

/** What has to be said in words: a remark, why it is refused, that it was not given so. */
export function WordsDialog({ is, about, saving, onSend, onClose }: Props) {
  const t = useTranslations('orders.rereading');
  const c = useTranslations('common');
  const id = useId();
  const focused = useCallback((box: HTMLElement | null) => box?.focus(), []);
  const [words, setWords] = useState('');
  const [isMissing, setMissing] = useState(false);
  const problem = isMissing && words.trim().length < 2 ? t('missing') : null;
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby={`${id}-title`}>
      <DialogTitle id={`${id}-title`}>{t(`dialog.${is}.title`)}</DialogTitle>
      <SubmitForm
        onSubmit={() => {
          if (words.trim().length < 2) {
            setMissing(true);
            document.getElementById(id)?.focus();
          } else if (!saving.isPending) onSend(words.trim());
        }}
      >
        <DialogContent>
          <div className={styles.form}>
            <p>{about}</p>
            <p className="muted">{t(`dialog.${is}.text`)}</p>
            <FieldFrame id={id} label={t(`dialog.${is}.words`)} problem={problem} isWide>
              <OutlinedInput
                id={id}
                multiline
                minRows={2}
                inputRef={focused}
                error={problem !== null}
                value={words}
                onChange={(event) => setWords(event.target.value)}
                slotProps={{ input: { maxLength: 1000, 'aria-describedby': describedBy(id, problem) } }}
              />
            </FieldFrame>
            {saving.failed && <SaveFailed error={saving.failed.error} />}
          </div>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{c('actions.cancel')}</Button>
          <Button type="submit" variant="contained" aria-disabled={saving.isPending}>
            {t(`dialog.${is}.send`)}
          </Button>
        </DialogActions>
      </SubmitForm>
    </Dialog>
  );
}
