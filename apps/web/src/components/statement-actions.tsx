'use client';
import type { TableColumn } from '@keneyapp/ui/table-model';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useMemo, useState, type ComponentType } from 'react';
import { useSignedInUser } from '../shell/signed-in-user.tsx';
import { useWorkspace } from '../shell/workspace/workspace-state.ts';
import {
  operationOf,
  type ChangeForm,
  type Statement,
  type StatementAction,
  type HistoryProps,
  type MenuProps,
} from './statement-changes.ts';

const StatementMenu = dynamic(() => import('./statement-menu.tsx').then((m) => m.StatementMenu), {
  ssr: false,
});

interface Offered {
  /** What becomes of it. */
  actions: readonly StatementAction[];
  /** The form that puts it otherwise. */
  form: ChangeForm;
  /** Who wrote and changed it. */
  History: ComponentType<HistoryProps>;
}

const always = () => true;

/** What may be done with a row of problems, allergies and the like, as its last column; its history is everybody's who reads the list. */
export function useStatementActions<Row extends Statement>(
  patientId: string,
  { actions, form, History }: Offered,
  nameOf: (row: Row) => string,
  /** Of a list whose rows are not all for this person to write. */
  isOwn: (row: Row) => boolean = always,
): TableColumn<Row>[] {
  const t = useTranslations('common.statement');
  const { rights } = useSignedInUser();
  const { show } = useWorkspace(patientId);
  return useMemo(() => {
    const allowed = actions.filter((action) => rights[operationOf[action]]);
    return [
      {
        id: 'actions',
        header: t('button'),
        width: 96,
        isWordless: true,
        text: () => null,
        cell: (row) => (
          <StatementButton
            patientId={patientId}
            actions={isOwn(row) ? allowed : []}
            row={row}
            what={nameOf(row)}
            History={History}
            {...(rights[form] && isOwn(row) ? { onChange: () => show({ form, target: row.id }) } : {})}
          />
        ),
      },
    ];
  }, [t, rights, show, patientId, actions, form, History, nameOf, isOwn]);
}

/** What may be done with one statement, asked for by name; the menu is loaded when it is wanted. */
function StatementButton(props: MenuProps) {
  const t = useTranslations('common.statement');
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [isWanted, setWanted] = useState(false);
  return (
    <>
      <Button
        className="no-print"
        size="small"
        sx={{ minWidth: 0, minHeight: 24, p: 0 }}
        aria-label={t('of', { what: props.what })}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(e) => {
          setWanted(true);
          setAnchor(e.currentTarget);
        }}
      >
        {t('button')}
      </Button>
      {isWanted && <StatementMenu {...props} anchor={anchor} onLeave={() => setAnchor(null)} />}
    </>
  );
}

/** Strikes out what was said by mistake of there being nothing to list, for who may. */
export function TakeBack({
  action,
  row: { id, version },
  ...rest
}: Pick<MenuProps, 'patientId' | 'what'> & {
  action: StatementAction;
  row: { id: string; version?: string | null };
}) {
  const { rights } = useSignedInUser();
  if (!rights[operationOf[action]] || !version) return null;
  return <StatementButton {...rest} actions={[action]} row={{ id, version }} />;
}
