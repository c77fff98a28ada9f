'use client';
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../../trpc/client.tsx';
import { pathOf, type BasketForm } from './basket-field.ts';
import type { DrugText, LineText } from './basket.ts';
import { noRegimenText } from './regimen-text.ts';
import { useOrderWords } from './use-order-words.ts';
import styles from './orders.module.css';

/** Of a new drug for the ward: whether the hospital's pharmacy keeps it. What goes home is got elsewhere. */
function useFormulary(line: LineText) {
  const isAsked = line.kind === 'drug' && line.act === 'new' && line.setting === 'inpatient';
  const code = isAsked ? line.coded.code : null;
  return useQuery(
    useTRPC().orders.formulary.queryOptions(
      { system: code?.system ?? '', code: code?.code ?? '' },
      { enabled: code !== null, staleTime: 300_000, retry: false },
    ),
  );
}

/** Beside what is ordered: not of the hospital's list, or nobody could tell. */
export function FormularyTag({ line }: { line: LineText }) {
  const { t } = useOrderWords();
  const { data, isError } = useFormulary(line);
  if (isError) return <span>{t('formulary.failed')}</span>;
  return data?.state === 'not-listed' ? <span>{t('formulary.notListed')}</span> : null;
}

/** What the list has in its place; taken by a person alone, who says anew how another substance is given. */
export function FormularyNote({ form, path, line }: { form: BasketForm; path: string; line: DrugText }) {
  const { t } = useOrderWords();
  const { data } = useFormulary(line);
  if (data?.state !== 'not-listed') return null;
  return (
    <div className={styles.wide}>
      <p className={styles.formulary}>
        {t(data.equivalents.length > 0 ? 'formulary.equivalents' : 'formulary.none', {
          what: line.coded.text,
        })}
      </p>
      {data.equivalents.map(({ text, system, code, isSameSubstance }) => (
        <Button
          key={`${system}|${code}`}
          size="small"
          variant="outlined"
          sx={{ mr: 1, mb: 0.5 }}
          title={isSameSubstance ? undefined : t('formulary.otherSubstance')}
          onClick={() => {
            form.set(pathOf(path, 'coded'), { text, code: { system, code } });
            if (!isSameSubstance)
              form.set(pathOf(path, 'regimen'), { ...noRegimenText, route: line.regimen.route });
          }}
        >
          {t('formulary.take', { what: text })}
        </Button>
      ))}
    </div>
  );
}
