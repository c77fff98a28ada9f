'use client';
import type { MedicationRow, OrderAct } from '@keneyapp/bff/features/medications/view';
import type { TableColumn } from '@keneyapp/ui/table-model';
import ReviseIcon from '@mui/icons-material/EditOutlined';
import PrintIcon from '@mui/icons-material/PrintOutlined';
import RenewIcon from '@mui/icons-material/Replay';
import StopIcon from '@mui/icons-material/StopCircleOutlined';
import IconButton from '@mui/material/IconButton';
import { useTranslations } from 'next-intl';
import { useCallback, useMemo } from 'react';
import { drugWords } from '../../components/dosage-words.ts';
import { requestOrders, type FormerOrder, type OrderRequest } from '../../components/order-requests.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useWorkspace } from '../../shell/workspace/workspace-state.ts';
import styles from './order-actions.module.css';

const icons = { renew: RenewIcon, revise: ReviseIcon, stop: StopIcon } as const;
/** Systems in which a drug can be prescribed again. */
const prescribable = /bdpm|whocc|atc/i;

/** Renewing, revising and stopping as the last column, each one click into the basket; none for who signs no orders. */
export function useOrderActions(
  patientId: string,
  onPrint: (row: MedicationRow) => void,
): TableColumn<MedicationRow>[] {
  const o = useTranslations('orders.act');
  const t = useTranslations('medications');
  const f = useFormats();
  const { rights } = useSignedInUser();
  const { show } = useWorkspace(patientId);
  const maySign = rights['orders.sign'];
  const ask = useCallback(
    (row: MedicationRow, act: OrderAct) => {
      const { inn, parts } = drugWords(act === 'renew' ? withoutEnd(row) : row, t, f);
      const former = { id: row.id, version: row.version ?? '', words: inn, says: parts.join(' – ') };
      requestOrders(patientId, [requestOf(row, act, former)]);
      show({ form: 'orders.sign', target: null });
    },
    [patientId, show, t, f],
  );
  return useMemo(
    () =>
      maySign
        ? [
            {
              id: 'orders',
              header: o('header'),
              width: 156,
              isWordless: true,
              text: () => null,
              cell: (row) => [
                ...(row.acts.includes('revise') && !row.acts.includes('renew')
                  ? [<NotRenewable key="renew" words={o('notRenewable')} />]
                  : []),
                ...row.acts.map((act) => {
                  const Icon = icons[act];
                  const words = o(`${act}Of`, { what: drugWords(row, t, f).inn });
                  return (
                    <IconButton
                      key={act}
                      className="no-print"
                      // the cell is a target as well, and needs its own room beside them
                      sx={{ minWidth: 24, minHeight: 24, p: 0 }}
                      aria-label={words}
                      title={words}
                      onClick={() => ask(row, act)}
                    >
                      <Icon fontSize="small" />
                    </IconButton>
                  );
                }),
                ...(row.hasPaper
                  ? [
                      <IconButton
                        key="print"
                        className="no-print"
                        sx={{ minWidth: 24, minHeight: 24, p: 0 }}
                        aria-label={t('paper.of', { what: drugWords(row, t, f).inn })}
                        title={t('paper.of', { what: drugWords(row, t, f).inn })}
                        onClick={() => onPrint(row)}
                      >
                        <PrintIcon fontSize="small" />
                      </IconButton>,
                    ]
                  : []),
              ],
            },
          ]
        : [],
    [maySign, o, t, f, ask, onPrint],
  );
}

/** Where the others have a button, why this one has none. */
const NotRenewable = ({ words }: { words: string }) => (
  <span role="img" aria-label={words} title={words} className={`no-print ${styles.absent}`}>
    <RenewIcon fontSize="small" aria-hidden />
  </span>
);

/** How it is taken, without how long: that is asked for again. */
const withoutEnd = (row: MedicationRow): MedicationRow => ({
  ...row,
  dosages: row.dosages.map((one) => ({ ...one, text: null, start: null, end: null, duration: null })),
});

function requestOf(row: MedicationRow, act: OrderAct, former: FormerOrder): OrderRequest {
  if (act !== 'revise') return { act, kind: 'drug', former, regimen: row.regimen };
  // what was prescribed here has the words of its code; of other drugs the code is chosen anew, by its name
  const code = row.regimen && (row.name.codes.find(({ system }) => prescribable.test(system)) ?? null);
  const { setting } = row;
  return {
    act,
    kind: 'drug',
    former,
    coded: {
      text: (code && row.name.text) ?? former.words,
      code: code && { system: code.system, code: code.code },
    },
    regimen: row.regimen,
    isLongTermIllness: row.isLongTermIllness,
    notSubstitutable: row.notSubstitutable,
    setting: setting === 'inpatient' || setting === 'community' || setting === 'discharge' ? setting : null,
  };
}
