'use client';
import type { ProtocolRow } from '@keneyapp/bff/features/orders/view';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useState } from 'react';
import { describedBy, FieldFrame } from '../../components/form/field-frame.tsx';
import type { ChartForm } from '../../components/form/use-chart-form.ts';
import { useField } from '../../components/form/use-field.ts';
import { searchProtocols, type ProtocolText } from './protocol-text.ts';
import { useOrderWords } from './use-order-words.ts';
import type { ProtocolFieldsProps } from './use-protocol.ts';
import atHand from './at-hand.module.css';
import styles from './protocol.module.css';

interface Props extends Pick<ProtocolFieldsProps, 'list'> {
  form: ChartForm<ProtocolText>;
  onChoose: (protocol: ProtocolText['protocol']) => void;
}

/** Protocols of the units where the person works; those that cannot be applied stand below, with why. */
export function ProtocolList({ form, list, onChoose }: Props) {
  const { t } = useOrderWords();
  const [typed, setTyped] = useState('');
  const { id, problem } = useField({ form, name: 'protocol' });
  const all = list.data?.protocols ?? [];
  const found = searchProtocols(all, typed);
  const groups = [
    { title: t('protocol.usable'), rows: found.filter((one) => one.problem === null) },
    { title: t('protocol.unusable'), rows: found.filter((one) => one.problem !== null) },
  ].filter(({ rows }) => rows.length > 0);
  return (
    <div className={styles.protocol}>
      <p className="muted">{t('protocol.lead')}</p>
      {list.isError && (
        <Alert
          severity="warning"
          action={<Button onClick={() => void list.refetch()}>{t('atHand.again')}</Button>}
        >
          {t('protocol.away')}
        </Alert>
      )}
      {list.data !== undefined && all.length === 0 && <p className={styles.none}>{t('protocol.none')}</p>}
      <div data-fields hidden={all.length === 0}>
        <FieldFrame id={id} label={t('protocol.search')} problem={problem} isWide>
          <OutlinedInput
            id={id}
            size="small"
            fullWidth
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            slotProps={{
              input: {
                autoComplete: 'off',
                maxLength: 100,
                'aria-describedby': describedBy(id, problem),
                'aria-invalid': problem !== null,
              },
            }}
          />
        </FieldFrame>
      </div>
      {all.length > 0 && found.length === 0 && <p className={styles.none}>{t('protocol.notFound')}</p>}
      {groups.map(({ title, rows }) => (
        <div key={title} role="group" aria-label={title}>
          <p className={atHand.group}>{title}</p>
          <ul className={atHand.rows}>
            {rows.map((row) => (
              <Row key={row.id} row={row} onChoose={onChoose} />
            ))}
          </ul>
        </div>
      ))}
      {list.data?.truncated && <p className={styles.none}>{t('protocol.cut')}</p>}
    </div>
  );
}

function Row({ row, onChoose }: { row: ProtocolRow } & Pick<Props, 'onChoose'>) {
  const { t, f } = useOrderWords();
  const { id, version, title, indication, problem, edition, signer, signedOn } = row;
  return (
    <li className={atHand.row}>
      <button
        type="button"
        className={`${atHand.choose} ${styles.choose}`}
        disabled={problem !== null}
        onClick={() => onChoose({ id, version })}
      >
        <strong>{title}</strong>
        {problem === null ? (
          <>
            <span>{indication}</span>
            <span>
              {t('protocol.signed', {
                edition: edition ?? '?',
                name: signer ?? t('protocol.nobody'),
                date: f.date(signedOn) ?? '?',
              })}
            </span>
          </>
        ) : (
          <span>{t('protocol.cannot', { why: t(`protocol.problem.${problem}`) })}</span>
        )}
      </button>
    </li>
  );
}
