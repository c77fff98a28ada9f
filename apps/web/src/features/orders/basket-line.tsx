'use client';
import CloseIcon from '@mui/icons-material/Close';
import ExpandIcon from '@mui/icons-material/ExpandMore';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import { DrugLine } from '@keneyapp/ui/drug-line';
import { useFormState, useWatch, get, type FieldError } from 'react-hook-form';
import { useState } from 'react';
import { CodedField } from '../../components/form/coded-field.tsx';
import { SelectField } from '../../components/form/select-field.tsx';
import { TextField } from '../../components/form/text-field.tsx';
import { pathOf, type BasketForm } from './basket-field.ts';
import { categories, type Category, type LineText } from './basket.ts';
import { readLine } from './basket-input.ts';
import { LineLevel } from './checks-panel.tsx';
import { DosageLine } from './dosage-line.tsx';
import { FormularyNote, FormularyTag } from './formulary-note.tsx';
import { DrugFields, RenewFields, ServiceFields } from './ordered-fields.tsx';
import { textOfRegimen } from './regimen-text.ts';
import { useOrderWords } from './use-order-words.ts';
import styles from './orders.module.css';

const loinc = 'http://loinc.org';
/** What codes an order of each category, as signing takes it; what nothing codes is words. */
const systemsOf: Record<Category, readonly string[]> = {
  laboratory: [loinc],
  imaging: ['https://smt.esante.gouv.fr/terminologie-ccam', loinc],
  nursing: [],
  advice: [],
};

/** Fields below "more". */
const seldom = /\.(?:priority|reason|note|instruction|doseMax|rate|ratePer|over|time|additives\.\d+\.\w+)$/;

interface Props {
  form: BasketForm;
  name: string;
  index: number;
  isOpen: boolean;
  onToggle: (isOpen: boolean) => void;
  onRemove: () => void;
  /** What is typed of it is whole: the keyboard goes back to the search. */
  onComplete: () => void;
}

/** One order of the basket on one line; opened, its fields in place. */
export function BasketLine({ form, name, index, isOpen, onToggle, onRemove, onComplete }: Props) {
  const { t, f, lineWords } = useOrderWords();
  const path = `lines.${name}`;
  const line = useWatch({ control: form.control, name: pathOf(path) }) as unknown as LineText | undefined;
  const { errors } = useFormState({ control: form.control });
  const [hasMore, setMore] = useState(false);
  if (!line) return null;
  const isWrong = get(errors, path) !== undefined;
  const former = (get(errors, `${path}.former`) as FieldError | undefined)?.message;
  const words = lineWords(line);
  const what = words.name || t('line.incomplete');
  // each field that still needs something, by its name
  const missing = [
    ...new Set(
      readLine(line).issues.map(({ path: at }) =>
        form.words.label(pathOf(path, ...at), form.values()).toLocaleLowerCase(f.locale),
      ),
    ),
  ];
  const isMore = hasMore || form.attempted.some((one) => one.startsWith(`${path}.`) && seldom.test(one));
  const bodyId = form.idOf(pathOf(path, 'fields'));
  return (
    <li className={styles.line} data-wrong={isWrong}>
      <div className={styles.head}>
        <button
          type="button"
          id={form.idOf(pathOf(path, 'former'))}
          aria-expanded={isOpen}
          aria-controls={isOpen ? bodyId : undefined}
          onClick={() => onToggle(!isOpen)}
        >
          <span className={line.act === 'stop' ? styles.stopped : undefined}>
            <span className="visually-hidden">{t('line.of', { n: index + 1, what: '' })}</span>
            <span className={styles.place} aria-hidden>
              {index + 1}
            </span>
            <DrugLine inn={what} parts={words.parts} />
          </span>
          <span className={styles.tags}>
            {(line.act !== 'new' || line.kind === 'service') && (
              <span>
                {line.act === 'new' && line.kind === 'service'
                  ? t(`line.category.${line.category}`)
                  : t(`line.act.${line.act}`)}
              </span>
            )}
            {former !== undefined && (
              <span data-wrong="true" id={`${form.idOf(pathOf(path, 'former'))}-problem`}>
                {form.words.problem(pathOf(path, 'former'), former, form.values())}
              </span>
            )}
            {missing.length > 0 && (
              <span data-wrong="true">
                {t('line.missing', { what: new Intl.ListFormat(f.locale).format(missing) })}
              </span>
            )}
            <FormularyTag line={line} />
            <LineLevel index={index} />
          </span>
          <ExpandIcon fontSize="small" aria-hidden sx={isOpen ? { transform: 'rotate(180deg)' } : null} />
        </button>
        <IconButton
          aria-label={t('line.remove', { what })}
          title={t('line.remove', { what })}
          onClick={onRemove}
        >
          <CloseIcon fontSize="small" />
        </IconButton>
      </div>
      {isOpen && (
        <div className={styles.fields} id={bodyId} data-fields>
          <LineFields form={form} path={path} line={line} hasMore={isMore} onComplete={onComplete} />
          {line.act !== 'stop' && line.act !== 'renew' && (
            <Button className={styles.wide} aria-expanded={isMore} onClick={() => setMore(!hasMore)}>
              {t(isMore ? 'line.less' : 'line.more')}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}

interface FieldsProps {
  form: BasketForm;
  path: string;
  line: LineText;
  hasMore: boolean;
  onComplete: () => void;
}

function LineFields({ form, path, line, hasMore, onComplete }: FieldsProps) {
  const { t } = useOrderWords();
  if (line.act === 'stop') return <TextField form={form} name={pathOf(path, 'why')} longest={200} />;
  if (line.act === 'renew') return <RenewFields form={form} path={path} />;
  if (line.kind === 'service')
    return (
      <>
        {/* another test or image is another order, and no revision of this one */}
        {line.act === 'new' && (
          <CodedField
            form={form}
            name={pathOf(path, 'coded')}
            binding="ServiceRequest.code"
            systems={systemsOf[line.category]}
            takesText
          />
        )}
        {line.act === 'new' && (
          <SelectField
            form={form}
            name={pathOf(path, 'category')}
            options={categories.map((value) => ({ value, word: t(`field.categories.${value}`) }))}
          />
        )}
        <ServiceFields form={form} path={path} line={line} hasMore={hasMore} />
      </>
    );
  return (
    <>
      <FormularyNote form={form} path={path} line={line} />
      <DosageLine
        form={form}
        path={path}
        onRead={({ regimen }) => {
          const text = textOfRegimen(regimen);
          // what the line does not say stays as it began: the route of a tablet
          const filled = {
            ...line,
            typed: '',
            regimen: {
              ...text,
              route: text.route || line.regimen.route,
              // no longer what is said, and there again once it is asked for
              steps: text.steps.map((step, i) => ({
                ...step,
                scale: line.regimen.steps[i]?.scale ?? step.scale,
              })),
            },
          };
          form.set(pathOf(path, 'regimen'), filled.regimen);
          if (readLine(filled).issues.length === 0) onComplete();
        }}
      />
      {line.coded.code === null && (
        <CodedField
          form={form}
          name={pathOf(path, 'coded')}
          binding="MedicationRequest.medication"
          takesText={false}
        />
      )}
      <DrugFields form={form} path={path} line={line} hasMore={hasMore} />
    </>
  );
}
