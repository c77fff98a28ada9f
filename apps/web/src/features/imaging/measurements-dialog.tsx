'use client';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useTranslations } from 'next-intl';
import { useCallback, useId, useState } from 'react';
import type { StoreProblem } from './use-viewer.ts';

interface Props {
  n: number;
  name: string;
  mayStore: boolean;
  /** Null when they are stored. */
  store: () => Promise<StoreProblem | null>;
  onLeave: (how: 'stored' | 'laid aside') => void;
  onStay: () => void;
}

/** Before measurements that are not stored are left: stored, laid aside, or stayed with. Esc stays. */
export function MeasurementsDialog({ n, name, mayStore, store, onLeave, onStay }: Props) {
  const t = useTranslations('imaging.measurements');
  const id = useId();
  const [isStoring, setStoring] = useState(false);
  const [problem, setProblem] = useState<StoreProblem | null>(null);
  const focused = useCallback((button: HTMLButtonElement | null) => button?.focus(), []);
  const keep = async () => {
    setStoring(true);
    setProblem(null);
    const failure = await store();
    setStoring(false);
    if (failure) setProblem(failure);
    else onLeave('stored');
  };
  return (
    <Dialog
      open
      onClose={onStay}
      role="alertdialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      maxWidth="xs"
      fullWidth
    >
      <DialogTitle id={`${id}-title`}>{t('ask.title')}</DialogTitle>
      <DialogContent>
        <p id={`${id}-text`}>
          {t('ask.text', { n, name })} {!mayStore && t('ask.mayNot')}
        </p>
        {problem && <p role="alert">{t(`problem.${problem}`)}</p>}
      </DialogContent>
      <DialogActions>
        <Button color="error" disabled={isStoring} onClick={() => onLeave('laid aside')}>
          {t('ask.discard')}
        </Button>
        <Button variant="outlined" onClick={onStay} ref={mayStore ? undefined : focused}>
          {t('ask.stay')}
        </Button>
        {mayStore && (
          <Button variant="contained" disabled={isStoring} onClick={() => void keep()} ref={focused}>
            {t(isStoring ? 'ask.storing' : 'ask.store')}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}
