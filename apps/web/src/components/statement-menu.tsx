'use client';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { MenuProps, StatementAction } from './statement-changes.ts';
import { StatementDialog } from './statement-dialog.tsx';

/** The steps of one statement below its button, and the dialog or the history that was chosen. */
export function StatementMenu({
  patientId,
  actions,
  row,
  what,
  History,
  onChange,
  anchor,
  onLeave,
}: MenuProps & { anchor: HTMLElement | null; onLeave: () => void }) {
  const t = useTranslations('common.statement');
  const [chosen, setChosen] = useState<StatementAction | 'history' | null>(null);
  const choose = (next: StatementAction | 'history') => () => {
    onLeave();
    setChosen(next);
  };
  const close = () => setChosen(null);
  return (
    <>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={onLeave}>
        {onChange && (
          <MenuItem
            onClick={() => {
              onLeave();
              onChange();
            }}
          >
            {t('change')}
          </MenuItem>
        )}
        {actions.map((action) => (
          <MenuItem key={action} onClick={choose(action)}>
            {t(`${action}.menu`)}
          </MenuItem>
        ))}
        {History && <MenuItem onClick={choose('history')}>{t('history')}</MenuItem>}
      </Menu>
      {chosen === 'history' && History && (
        <History patientId={patientId} id={row.id} what={what} onClose={close} />
      )}
      {chosen && chosen !== 'history' && (
        <StatementDialog patientId={patientId} action={chosen} row={row} what={what} onClose={close} />
      )}
    </>
  );
}
