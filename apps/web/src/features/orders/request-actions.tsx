'use client';
import type { OrderRow } from '@keneyapp/bff/features/orders/view';
import type { TableColumn } from '@keneyapp/ui/table-model';
import AgainIcon from '@mui/icons-material/AddCircleOutlineOutlined';
import ReviseIcon from '@mui/icons-material/EditOutlined';
import RenewIcon from '@mui/icons-material/Replay';
import StopIcon from '@mui/icons-material/StopCircleOutlined';
import IconButton from '@mui/material/IconButton';
import { useTranslations } from 'next-intl';
import { useCallback, useMemo } from 'react';
import { requestOrders, type OrderRequest } from '../../components/order-requests.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useWorkspace } from '../../shell/workspace/workspace-state.ts';

const icons = { again: AgainIcon, renew: RenewIcon, revise: ReviseIcon, stop: StopIcon } as const;
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
      requestOrders(
        patientId,
        requestOf(row, act, { what: f.coded(row.what), reasons: row.reasons.map((one) => f.coded(one)) }),
      );
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
              width: 152,
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
    // what a copy would lose of it is ordered anew
    ...(['renew', 'revise', 'stop'] as const).filter(
      (act) => row.acts.includes(act) && (act !== 'revise' || (row.category !== null && row.rhythm !== null)),
    ),
  ];
}

interface Words {
  what: string;
  reasons: readonly string[];
}
function requestOf(row: OrderRow, act: Act, { what: words, reasons }: Words): OrderRequest[] {
  const { category, rhythm } = row;
  const code = row.what.codes.find(({ system }) => orderable.test(system)) ?? null;
  const coded = { text: words, code: code && { system: code.system, code: code.code } };
  if (act === 'again') return category === null ? [] : [{ act: 'new', kind: 'service', category, coded }];
  const former = { id: row.id, version: row.version ?? '', words, says: row.rhythmText ?? '' };
  if (act === 'revise')
    return category === null || rhythm === null
      ? []
      : [
          {
            act,
            kind: 'service',
            former,
            category,
            coded,
            rhythm,
            priority: row.priority ?? 'routine',
            reason: reasons.join(', '),
            addressee: category === 'advice' ? row.performers.join(', ') : '',
            note: row.note ?? '',
          },
        ];
  return [{ act, kind: 'service', former, regimen: null }];
}
