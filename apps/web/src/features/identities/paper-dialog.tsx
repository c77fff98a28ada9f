'use client';
import type { PaperView } from '@keneyapp/bff/features/identities/view';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useTranslations } from 'next-intl';
import { useCallback, useId, useState, type KeyboardEvent } from 'react';
import { FileView } from '../../components/files/file-view.tsx';
import { pageAddress } from './paper-address.ts';
import styles from './papers.module.css';

const steps = [1, 1.5, 2, 3, 4];

/** A paper as large as the window, and larger: `+` and `-` change it, the arrows move it, Esc closes. */
export function PaperDialog({
  patientId,
  paper: { id: paperId, pages },
  title,
  onClose,
}: {
  patientId: string;
  paper: PaperView;
  title: string;
  onClose: () => void;
}) {
  const t = useTranslations('identities.papers');
  const id = useId();
  const [zoom, setZoom] = useState(1);
  const focused = useCallback((box: HTMLElement | null) => box?.focus(), []);
  const larger = () => setZoom((now) => steps.find((step) => step > now) ?? now);
  const smaller = () => setZoom((now) => steps.findLast((step) => step < now) ?? now);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const action = { '+': larger, '=': larger, '-': smaller, '0': () => setZoom(1) }[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };
  const hasPictures = pages.includes('picture');
  return (
    <Dialog open onClose={onClose} aria-labelledby={id} maxWidth="xl" fullWidth>
      <DialogTitle id={id}>{title}</DialogTitle>
      <DialogContent className={styles.large ?? ''}>
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- pages that are scrolled and made larger by keyboard */}
        <div
          ref={focused}
          role="region"
          aria-label={t('region', { paper: title })}
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keyboard
          tabIndex={0}
          className={styles.pages}
          onKeyDown={onKeyDown}
        >
          {pages.map((kind, i) =>
            kind === 'pdf' ? (
              <FileView
                key={i}
                file={{ kind: 'pdf', isAvailable: true, elsewhere: null }}
                url={pageAddress(patientId, paperId, i)}
                title={title}
              />
            ) : (
              <img
                key={i}
                src={pageAddress(patientId, paperId, i)}
                alt={t('pageAlt', { paper: title, n: i + 1, of: pages.length })}
                style={{ width: `${zoom * 100}%` }}
              />
            ),
          )}
        </div>
      </DialogContent>
      <DialogActions>
        {hasPictures && (
          <>
            <Button onClick={smaller} aria-disabled={zoom === steps[0]} aria-keyshortcuts="-">
              {t('smaller')}
            </Button>
            <Button onClick={larger} aria-disabled={zoom === steps.at(-1)} aria-keyshortcuts="+">
              {t('larger')}
            </Button>
            <span role="status" className="muted">
              {t('zoom', { percent: Math.round(zoom * 100) })}
            </span>
          </>
        )}
        <Button variant="outlined" onClick={onClose}>
          {t('close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
