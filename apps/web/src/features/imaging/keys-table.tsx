'use client';
import { viewerKeys, type ViewerKey } from '@keneyapp/viewer/keys';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useTranslations } from 'next-intl';
import { Fragment, useId } from 'react';
import { setOverlay } from '../../shell/overlays.ts';
import styles from './keys-table.module.css';

const signs: Record<string, string> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' };
const named = ['PageUp', 'PageDown', 'Home', 'End', 'Escape'] as const;
const isNamed = (key: string): key is (typeof named)[number] => named.some((name) => name === key);

/** The keys of both image viewers: one table, because a hand learns once. */
export function KeysTable({ onClose }: { onClose: () => void }) {
  const t = useTranslations('imaging');
  const c = useTranslations('common');
  const id = useId();
  const word = (key: string) =>
    signs[key] ??
    (key === ' ' ? t('keysTable.Space') : isNamed(key) ? t(`keysTable.${key}`) : key.toUpperCase());
  const cell = (row: ViewerKey, place: 'quickLook' | 'viewer') =>
    row.only === undefined || row.only === place ? (
      row.keys.map((key, i) => (
        <Fragment key={key}>
          {i > 0 && ` ${t('keysTable.or')} `}
          {row.shift && (
            <>
              <kbd>{t('keysTable.Shift')}</kbd> +{' '}
            </>
          )}
          <kbd>{word(key)}</kbd>
        </Fragment>
      ))
    ) : (
      <span className="muted">
        <span aria-hidden>–</span>
        <span className="visually-hidden">{t('keysTable.none')}</span>
      </span>
    );
  return (
    <Dialog open onClose={onClose} aria-labelledby={id} maxWidth="sm" fullWidth>
      <DialogTitle id={id}>{t('keysTable.title')}</DialogTitle>
      <DialogContent className={styles.content} tabIndex={0} role="region" aria-labelledby={id}>
        <p className="muted">{t('keysTable.help')}</p>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('keysTable.action')}</th>
              <th scope="col">{t('look')}</th>
              <th scope="col">{t('openViewer')}</th>
            </tr>
          </thead>
          <tbody>
            {viewerKeys.map((row) => (
              <tr key={row.action}>
                <th scope="row">{t(`keys.${row.action}`)}</th>
                <td>{cell(row, 'quickLook')}</td>
                <td>{cell(row, 'viewer')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </DialogContent>
      <DialogActions>
        <Button
          onClick={() => {
            onClose();
            setOverlay('keys');
          }}
        >
          {t('keysTable.others')}
        </Button>
        <Button onClick={onClose} variant="contained">
          {c('actions.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
