'use client';
import type { TableColumn } from '@keneyapp/ui/table-model';
import Button from '@mui/material/Button';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { useSignedInUser } from '../shell/signed-in-user.tsx';
import { StatementDialog } from './statement-dialog.tsx';
import { operationOf, type Statement, type StatementAction } from './statement-changes.ts';

/** What may be done with a row of problems or of allergies, as its last column; none for who may do nothing. */
export function useStatementActions<Row extends Statement>(
  patientId: string,
  actions: readonly StatementAction[],
  nameOf: (row: Row) => string,
): TableColumn<Row>[] {
  const t = useTranslations('common.statement');
  const { rights } = useSignedInUser();
  return useMemo(() => {
    const allowed = actions.filter((action) => rights[operationOf[action]]);
    return allowed.length === 0
      ? []
      : [
          {
            id: 'actions',
            header: t('button'),
            width: 96,
            isWordless: true,
            text: () => null,
            cell: (row) => (
              <StatementMenu patientId={patientId} actions={allowed} row={row} what={nameOf(row)} />
            ),
          },
        ];
  }, [t, rights, patientId, actions, nameOf]);
}

function StatementMenu({
  patientId,
  actions,
  row,
  what,
}: {
  patientId: string;
  actions: readonly StatementAction[];
  row: Statement;
  what: string;
}) {
  const t = useTranslations('common.statement');
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [chosen, setChosen] = useState<StatementAction | null>(null);
  return (
    <>
      <Button
        className="no-print"
        size="small"
        sx={{ minWidth: 0, minHeight: 24, p: 0 }}
        aria-label={t('of', { what })}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(e) => setAnchor(e.currentTarget)}
      >
        {t('button')}
      </Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {actions.map((action) => (
          <MenuItem
            key={action}
            onClick={() => {
              setAnchor(null);
              setChosen(action);
            }}
          >
            {t(`${action}.menu`)}
          </MenuItem>
        ))}
      </Menu>
      {chosen && (
        <StatementDialog
          patientId={patientId}
          action={chosen}
          row={row}
          what={what}
          onClose={() => setChosen(null)}
        />
      )}
    </>
  );
}
