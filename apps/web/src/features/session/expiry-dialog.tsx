'use client';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useId, useState } from 'react';
import { signOut } from './session-clock.ts';

interface Props {
  /** When the session closes, in the clock of this browser. */
  endsAt: number;
  /** The longest duration is reached: staying is not possible. */
  isAbsolute: boolean;
  onStay: () => Promise<void>;
  onEnd: () => void;
}

/** Seconds at which a screen reader hears how much is left; each second would drown everything else. */
const announcedAt = [60, 30, 10];

/** Counts down to the end of the session; Enter or Esc stays. */
export function ExpiryDialog({ endsAt, isAbsolute, onStay, onEnd }: Props) {
  const t = useTranslations('session');
  const id = useId();
  const [seconds, setSeconds] = useState(() => secondsUntil(endsAt));
  const [announced, setAnnounced] = useState<number | null>(null);
  const [problem, setProblem] = useState(false);

  const focused = useCallback((button: HTMLButtonElement | null) => button?.focus(), []);

  useEffect(() => {
    const timer = setInterval(() => {
      const left = secondsUntil(endsAt);
      setSeconds(left);
      if (announcedAt.includes(left)) setAnnounced(left);
      if (left === 0) onEnd();
    }, 1_000);
    return () => clearInterval(timer);
  }, [endsAt, onEnd]);

  const inWords = (left: number) =>
    left > 90 ? t('expiry.minutes', { count: Math.round(left / 60) }) : t('expiry.seconds', { count: left });
  const leave = () => {
    signOut().catch(() => setProblem(true));
  };
  const stay = () => {
    if (!isAbsolute) void onStay().catch(() => setProblem(true));
  };

  return (
    <Dialog
      open
      onClose={stay}
      role="alertdialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      maxWidth="xs"
      fullWidth
    >
      <DialogTitle id={`${id}-title`}>{t('expiry.title')}</DialogTitle>
      <DialogContent>
        <p id={`${id}-text`}>
          {t(isAbsolute ? 'expiry.absolute' : 'expiry.text', { time: inWords(seconds) })}
        </p>
        <p className="muted">{t('expiry.drafts')}</p>
        <p className="visually-hidden" role="status">
          {announced !== null && t('expiry.announce', { time: inWords(announced) })}
        </p>
        {problem && <p role="alert">{t('signOut.failed')}</p>}
      </DialogContent>
      <DialogActions>
        <Button onClick={leave} ref={isAbsolute ? focused : undefined}>
          {t('expiry.leave')}
        </Button>
        {!isAbsolute && (
          <Button variant="contained" onClick={stay} ref={focused}>
            {t('expiry.stay')}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

function secondsUntil(time: number): number {
  return Math.max(0, Math.round((time - Date.now()) / 1_000));
}
