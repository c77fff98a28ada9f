'use client';
import type { OrderRow } from '@keneyapp/bff/features/orders/view';
import type { TableColumn } from '@keneyapp/ui/table-model';
import AgainIcon from '@mui/icons-material/AddCircleOutlineOutlined';
import RenewIcon from '@mui/icons-material/Replay';
import StopIcon from '@mui/icons-material/StopCircleOutlined';
import IconButton from '@mui/material/IconButton';
import { useTranslations } from 'next-intl';
import { useCallback, useMemo } from 'react';
import { requestOrders, type OrderRequest } from '../../components/order-requests.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useWorkspace } from '../../shell/workspace/workspace-state.ts';

const icons = { again: AgainIcon, renew: RenewIcon, stop: StopIcon } as const;
type Act = keyof typeof icons;
const orderable = /loinc|ccam/i;

/** What can be done about a request, one click into the basket each: once more, renewed where it repeats, stopped. */
export function useRequestActions(patientId: string): TableColumn<OrderRow>[] {
  const o = useTranslations('orders.act');
  const f = useFormats();
  const { rights } = useSignedInUser();
  const { show } = useWorkspace(patientId);
  const maySign = rights['orders.sign'];
  const ask = useCallback(
    (row: OrderRow, act: Act) => {
      requestOrders(patientId, requestOf(row, act, f.coded(row.what)));
      show({ form: 'orders.sign', target: null });
    },
    [patientId, show, f],
  );
  return useMemo(
    () =>
      maySign
        ? [
            {
              id: 'orders',
              header: o('header'),
              width: 124,
              isWordless: true,
              text: () => null,
              cell: (row) =>
                actsOf(row).map((act) => {
                  const Icon = icons[act];
                  const words = o(`${act}Of`, { what: f.coded(row.what) });
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
            },
          ]
        : [],
    [maySign, o, f, ask],
  );
}

function actsOf(row: OrderRow): Act[] {
  const isAskedAgain = row.category !== null && !row.isProhibited && !row.acts.includes('renew');
  return [
    ...(isAskedAgain ? (['again'] as const) : []),
    ...(['renew', 'stop'] as const).filter((act) => row.acts.includes(act)),
  ];
}

function requestOf(row: OrderRow, act: Act, words: string): OrderRequest[] {
  if (act === 'again') {
    if (row.category === null) return [];
    const code = row.what.codes.find(({ system }) => orderable.test(system)) ?? null;
    return [
      {
        act: 'new',
        kind: 'service',
        category: row.category,
        coded: { text: words, code: code && { system: code.system, code: code.code } },
      },
    ];
  }
  const former = { id: row.id, version: row.version ?? '', words, says: row.rhythmText ?? '' };
  return [{ act, kind: 'service', former, regimen: null }];
}
