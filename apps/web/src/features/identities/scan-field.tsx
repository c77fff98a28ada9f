'use client';
import {
  differingTraits,
  insAgainstTraits,
  isUnknownPlace,
  readDatamatrix,
  type DatamatrixProblem,
  type InsDatamatrix,
  type StrictTraits,
  type TraitField,
} from '@keneyapp/clinical';
import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Button from '@mui/material/Button';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useId, useState } from 'react';
import { describedBy, FieldFrame } from '../../components/form/field-frame.tsx';
import { useFormValues, type ChartForm } from '../../components/form/use-chart-form.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import { filledByCode, withTraits } from './identity-fill.ts';
import { fieldOfTrait, toTraits, type IdentityValues } from './identity-state.ts';
import styles from './identities.module.css';
import { useTraitWords } from './use-identity-words.ts';
import { scanMark } from './use-scanner.ts';

// its decoder is large, and few use it
const CameraScan = dynamic(() => import('./camera-scan.tsx').then((m) => m.CameraScan), { ssr: false });

interface Props {
  form: ChartForm<IdentityValues>;
  scanned: InsDatamatrix | null;
  onScan: (scanned: InsDatamatrix | null) => void;
}

/** An INS datamatrix, by a scanner that types or by pasting: fills what is empty, and names what it contradicts. */
export function ScanField({ form, scanned, onScan }: Props) {
  const t = useTranslations('identities.scan');
  const f = useFormats();
  const id = useId();
  const [text, setText] = useState('');
  const [hasCamera, setHasCamera] = useState(false);
  const [problems, setProblems] = useState<readonly DatamatrixProblem[]>([]);
  const read = (typed: string) => {
    const found = readDatamatrix(typed);
    if (!found.ok) {
      // what was read before is not what was scanned now
      onScan(null);
      return setProblems(found.problems);
    }
    setText('');
    setProblems([]);
    form.fill(filledByCode(form.values(), found.read.traits));
    onScan(found.read);
  };
  const words = (problem: DatamatrixProblem) =>
    t(`problem.${problem.what}`, { field: 'field' in problem ? t(`part.${problem.field}`) : '' });
  const problem = problems.length > 0 ? problems.map(words).join(' ') : null;
  return (
    <div className={styles.scan}>
      <FieldFrame id={id} label={t('label')} hint={t('hint')} problem={problem} isAnnounced isWide>
        <div className={styles.scanLine} {...{ [scanMark]: true }}>
          <OutlinedInput
            id={id}
            size="small"
            fullWidth
            value={text}
            onChange={(e) => {
              setText(e.target.value);
              setProblems([]);
            }}
            onPaste={(e) => {
              const pasted = e.clipboardData.getData('text');
              if (!readDatamatrix(pasted).ok) return;
              e.preventDefault();
              read(pasted);
            }}
            onKeyDown={(e) => {
              if (e.key !== 'Enter' || e.ctrlKey || e.metaKey || text.trim() === '') return;
              // the scanner ends with Enter: it is for this field
              e.preventDefault();
              read(text);
            }}
            slotProps={{
              input: {
                autoComplete: 'off',
                autoCapitalize: 'none',
                spellCheck: false,
                'aria-describedby': describedBy(id, problem),
                'aria-invalid': problem !== null,
              },
            }}
          />
          <Button variant="outlined" onClick={() => read(text)}>
            {t('read')}
          </Button>
          <Button variant="outlined" onClick={() => setHasCamera(true)}>
            {t('camera')}
          </Button>
        </div>
      </FieldFrame>
      {hasCamera && (
        <CameraScan
          onRead={(found) => {
            setHasCamera(false);
            read(found);
          }}
          onClose={() => setHasCamera(false)}
        />
      )}
      {scanned && (
        <Alert
          severity="info"
          role="status"
          action={
            <Button color="inherit" onClick={() => onScan(null)}>
              {t('forget')}
            </Button>
          }
        >
          {[t('done'), scanned.isCut && t('cut'), scanned.signature && t('signed')].filter(Boolean).join(' ')}
        </Alert>
      )}
      {scanned && <Contradictions form={form} scanned={scanned} colon={f.colon} />}
    </div>
  );
}

/** What the code says otherwise than what stands in the form now. */
function Contradictions({
  form,
  scanned,
  colon,
}: {
  form: ChartForm<IdentityValues>;
  scanned: InsDatamatrix;
  colon: string;
}) {
  const t = useTranslations('identities.scan');
  const words = useTraitWords();
  const typed = toTraits(useFormValues(form));
  const differs = contradicted(typed, scanned.traits);
  const inNumber = insAgainstTraits(scanned.matricule, typed) ?? [];
  const take = (fields: readonly TraitField[]) => {
    form.fill(withTraits(form.values(), scanned.traits, fields));
    // the button goes with what it was for
    if (fields[0]) form.focus(fieldOfTrait[fields[0]]);
  };
  if (differs.length + inNumber.length === 0) return null;
  return (
    <Alert severity="warning" role="alert">
      {differs.length > 0 && <AlertTitle component="h3">{t('differs')}</AlertTitle>}
      {differs.length > 0 && (
        <ul className={styles.differences}>
          {differs.map((field) => (
            <li key={field}>
              <b>{words.name(field)}</b>
              {colon}
              {t('typed', { value: words.value(field, typed) })} ·{' '}
              {t('inCode', { value: words.value(field, scanned.traits) })}{' '}
              <Button color="inherit" onClick={() => take([field])}>
                {t('take', { field: words.name(field) })}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {differs.length > 1 && (
        <Button color="inherit" variant="outlined" onClick={() => take(differs)}>
          {t('takeAll')}
        </Button>
      )}
      {inNumber.length > 0 && (
        <p>{t('number', { fields: inNumber.map(({ trait }) => t(`inNumber.${trait}`)).join(', ') })}</p>
      )}
    </Alert>
  );
}

/** A code says nothing of what it leaves open. */
function contradicted(typed: StrictTraits, inCode: StrictTraits): TraitField[] {
  return differingTraits(typed, inCode).filter(
    (field) =>
      !(field === 'birthPlace' && isUnknownPlace(inCode.birthPlace.code)) &&
      !(field === 'givenNames' && inCode.givenNames.length === 0),
  );
}
