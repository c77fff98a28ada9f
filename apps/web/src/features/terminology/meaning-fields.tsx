'use client';
import { cim10Code } from '@keneyapp/bff/features/terminology/schema';
import Button from '@mui/material/Button';
import OutlinedInput from '@mui/material/OutlinedInput';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { describedBy, FieldFrame } from '../../components/form/field-frame.tsx';
import { useDebounced } from '../../components/use-debounced.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { codesOf, type Reason, type Typed } from './abbreviation-typed.ts';
import styles from './terminology.module.css';

type Meaning = Typed['meanings'][number];
interface Props {
  n: number;
  meaning: Meaning;
  reasons: { text: Reason | undefined; codes: Reason | undefined };
  onChange: (part: Partial<Meaning>) => void;
  onLeave: (field: 'text' | 'codes') => void;
  onRemove?: () => void;
}

/** One meaning of a short form: in words, and the codes that are meant with what they stand for. */
export function MeaningFields({ n, meaning, reasons, onChange, onLeave, onRemove }: Props) {
  const t = useTranslations('terminology.abbreviation');
  const id = useId();
  const field = (name: 'text' | 'codes') => {
    const reason = reasons[name];
    const problem = reason ? t(`problem.${reason}`) : null;
    return (
      <FieldFrame
        id={`${id}-${name}`}
        label={t(name)}
        problem={problem}
        hint={name === 'codes' ? <Codes text={meaning.codes} /> : null}
      >
        <OutlinedInput
          id={`${id}-${name}`}
          name={`${name}.${n - 1}`}
          size="small"
          value={meaning[name]}
          onChange={(event) => onChange({ [name]: event.target.value })}
          onBlur={() => onLeave(name)}
          slotProps={{
            input: {
              autoComplete: 'off',
              'aria-describedby': describedBy(`${id}-${name}`, problem),
              'aria-invalid': problem !== null,
            },
          }}
        />
      </FieldFrame>
    );
  };
  return (
    <fieldset className={styles.meaning}>
      <legend>{t('meaning', { n })}</legend>
      {field('text')}
      {field('codes')}
      {onRemove && (
        <Button sx={{ justifySelf: 'start' }} onClick={onRemove}>
          {t('removeMeaning', { n })}
        </Button>
      )}
    </fieldset>
  );
}

/** What the codes stand for; of one that is not there only the whole classification can say so. */
function Codes({ text }: { text: string }) {
  const t = useTranslations('terminology.abbreviation');
  const codes = codesOf(useDebounced(text, 300)).filter((code) => cim10Code.test(code));
  const { data, error } = useQuery(
    useTRPC().terminology.codes.queryOptions(
      { codes },
      { enabled: codes.length > 0, placeholderData: keepPreviousData, staleTime: 30_000 },
    ),
  );
  if (codes.length === 0) return t('codesHint');
  if (error) return t('notChecked');
  const missing = { whole: 'unknown', sample: 'notInSample', none: 'noRelease', away: 'notChecked' } as const;
  return (data?.codes ?? [])
    .filter(({ code }) => codes.includes(code))
    .map(({ code, display }) => (
      <span key={code} className={styles.codes}>
        <code>{code}</code>{' '}
        {display ?? <span className={styles.missing}>{t(missing[data?.release ?? 'away'])}</span>}
      </span>
    ));
}
