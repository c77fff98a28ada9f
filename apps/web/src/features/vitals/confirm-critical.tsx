'use client';
import { vitalDefinitions } from '@keneyapp/clinical';
import type { VitalsFormView, VitalsSubject } from '@keneyapp/bff/features/vitals/view';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useCallback, useId } from 'react';
import { ClinicalFlag } from '../../components/clinical-flag.tsx';
import type { CriticalValue, FormState } from './form-state.ts';
import { ScorePreview } from './score-preview.tsx';
import { Moment } from './set-preview.tsx';
import { clinicalLevel, direction, useVitalsWords } from './use-vitals-words.ts';
import styles from './form.module.css';

interface Props {
  values: readonly CriticalValue[];
  consciousness: string | null;
  subject: VitalsSubject;
  /** Of a whole set: its score and its moment are looked at twice as well. */
  set?: { state: FormState; view: VitalsFormView };
  onAccept: () => void;
  onReview: () => void;
}

/** Critical values are looked at twice; the question names the patient. */
export function ConfirmCritical({ values, consciousness, subject, set, onAccept, onReview }: Props) {
  const { t, formats, amount } = useVitalsWords();
  const id = useId();
  // the safe answer first; the ref stays the same, or each rendering would take the focus back
  const focused = useCallback((button: HTMLButtonElement | null) => button?.focus(), []);
  return (
    <Dialog
      open
      onClose={onReview}
      role="alertdialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      maxWidth="xs"
      fullWidth
    >
      <DialogTitle id={`${id}-title`}>{t('confirm.title', { name: subject.name })}</DialogTitle>
      <DialogContent id={`${id}-text`}>
        <ul className={styles.critical}>
          {values.map(({ field, value, level }) => (
            <li key={field}>
              {t(`names.${field}`)}
              {formats.colon}
              <strong>
                {field === 'consciousness' ? consciousness : amount(value ?? 0, vitalDefinitions[field].unit)}
              </strong>{' '}
              <ClinicalFlag
                level={clinicalLevel(level)}
                direction={field === 'consciousness' ? null : direction(level)}
              />
            </li>
          ))}
        </ul>
        {set && (
          <ScorePreview {...set}>
            <Moment state={set.state} />
          </ScorePreview>
        )}
        <p>{t('confirm.text', { name: subject.name, birth: formats.date(subject.birthDate) ?? '' })}</p>
      </DialogContent>
      <DialogActions>
        <Button onClick={onReview} variant="outlined" ref={focused}>
          {t('confirm.review')}
        </Button>
        <Button onClick={onAccept} variant="contained" color="error">
          {t('confirm.accept')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
