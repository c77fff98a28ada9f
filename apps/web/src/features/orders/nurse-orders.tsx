'use client';
import Button from '@mui/material/Button';
import { useWorkspace } from '../../shell/workspace/workspace-state.ts';
import { useOrderWords } from './use-order-words.ts';
import styles from './protocol.module.css';

const forms = ['orders.apply-protocol', 'orders.record-verbal'] as const;
const wordOf = { 'orders.apply-protocol': 'written', 'orders.record-verbal': 'verbal' } as const;

/** The two ways in which a nurse writes an order down: by a protocol that is signed, or by word in an emergency. What was begun in the other one stays its draft. */
export function NurseOrders({ patientId, now }: { patientId: string; now: (typeof forms)[number] }) {
  const { t } = useOrderWords();
  const { show } = useWorkspace(patientId);
  return (
    <div className={styles.ways} role="group" aria-label={t('protocol.ways.label')}>
      {forms.map((form) => (
        <Button
          key={form}
          size="small"
          variant={form === now ? 'contained' : 'outlined'}
          disableElevation
          aria-pressed={form === now}
          onClick={() => {
            if (form !== now) show({ form, target: null });
          }}
        >
          {t(`protocol.ways.${wordOf[form]}`)}
        </Button>
      ))}
    </div>
  );
}
