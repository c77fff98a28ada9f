'use client';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import { FieldFrame } from '../../components/form/field-frame.tsx';
import { useBasketField, type BasketForm } from './basket-field.ts';
import { unitsFor, unitWord } from './dose-units.ts';
import { MeasuredInput, TypedNumber } from './regimen-inputs.tsx';
import { rateUnits, shortUnits, timeUnits, type StepText, type TypedDose } from './regimen-text.ts';
import { ScaleFields } from './scale-fields.tsx';
import { TimingFields } from './timing-fields.tsx';
import { useOrderWords } from './use-order-words.ts';
import styles from './orders.module.css';

/** An amount of a drug: a number, and what it counts. */
export function DoseField({
  form,
  path,
  label,
  isWide = false,
}: {
  form: BasketForm;
  path: string;
  label: string;
  isWide?: boolean;
}) {
  const { t, f } = useOrderWords();
  const { id, value, problem, isLocked, change, leave } = useBasketField<TypedDose>(form, path);
  return (
    <MeasuredInput
      id={id}
      label={label}
      value={value}
      unitLabel={t('field.unit')}
      units={[
        { value: '', word: t('field.unitNone') },
        ...unitsFor(value.unit).map((unit) => ({ value: unit, word: unitWord(unit, f.locale) })),
      ]}
      onChange={change}
      onLeave={leave}
      problem={problem}
      isUnitWrong={problem !== null && value.unit === ''}
      isLocked={isLocked}
      hasDecimals
      isWide={isWide}
    />
  );
}

/** How long: a whole number of hours, days, weeks. */
export function LastingField<U extends string>({
  form,
  path,
  label,
  units,
  hint,
}: {
  form: BasketForm;
  path: string;
  label: string;
  units: readonly U[];
  hint?: string;
}) {
  const { t } = useOrderWords();
  const { id, value, problem, isLocked, change, leave } = useBasketField<{ value: string; unit: U }>(
    form,
    path,
  );
  return (
    <MeasuredInput
      id={id}
      label={label}
      value={value}
      unitLabel={t('field.unit')}
      units={units.map((unit) => ({ value: unit, word: t(`field.time.${unit as 'd'}`) }))}
      onChange={change}
      onLeave={leave}
      problem={problem}
      hint={hint}
      isLocked={isLocked}
    />
  );
}

interface Props {
  form: BasketForm;
  /** Of the regimen. */
  path: string;
  index: number;
  isOnly: boolean;
  isLast: boolean;
  hasMore: boolean;
  /** The dose of such a drug often follows what is measured. */
  hasScale: boolean;
  onRemove: () => void;
}

/** One step of a regimen: how much, when, how long. */
export function StepFields({ form, path, index, isOnly, isLast, hasMore, hasScale, onRemove }: Props) {
  const { t } = useOrderWords();
  const at = `${path}.steps.${index}`;
  const most = useBasketField<string>(form, at, 'doseMax');
  const perKilogram = useBasketField<boolean>(form, at, 'isPerKilogram');
  const byScale = useBasketField<boolean>(form, at, 'isByScale');
  const rate = useBasketField<StepText['rate']>(form, at, 'rate');
  const over = useBasketField<StepText['over']>(form, at, 'over');
  const isInfused = hasMore || (!byScale.value && rate.value.value !== '') || over.value.value !== '';
  return (
    <fieldset className={styles.step}>
      {!isOnly && (
        <legend>
          {t('field.step', { n: index + 1 })}{' '}
          <Button onClick={onRemove} aria-label={t('field.removeStep', { n: index + 1 })}>
            ✕
          </Button>
        </legend>
      )}
      {(hasMore || hasScale || byScale.value) && (
        <FormControlLabel
          className={styles.wide}
          label={t('scale.switch')}
          disabled={byScale.isLocked}
          control={
            <Checkbox
              size="small"
              checked={byScale.value}
              onChange={(e) => byScale.change(e.target.checked)}
            />
          }
        />
      )}
      {byScale.value ? (
        <ScaleFields form={form} path={`${at}.scale`} />
      ) : (
        <DoseField form={form} path={`${at}.dose`} label={t('field.dose')} isWide />
      )}
      {!byScale.value && (hasMore || most.value !== '') && (
        <FieldFrame id={most.id} label={most.label} problem={most.problem}>
          <TypedNumber
            id={most.id}
            text={most.value}
            onText={most.change}
            onLeave={most.leave}
            problem={most.problem}
            isLocked={most.isLocked}
            hasDecimals
          />
        </FieldFrame>
      )}
      {!byScale.value && (hasMore || perKilogram.value) && (
        <FormControlLabel
          className={styles.wide}
          label={t('field.perKilogram')}
          disabled={perKilogram.isLocked}
          control={
            <Checkbox
              size="small"
              checked={perKilogram.value}
              onChange={(e) => perKilogram.change(e.target.checked)}
            />
          }
        />
      )}
      <TimingFields form={form} path={`${at}.timing`} hasMore={hasMore} isMeasured={byScale.value} />
      <LastingField
        form={form}
        path={`${at}.duration`}
        label={t('field.duration')}
        units={timeUnits}
        {...(isLast ? { hint: t('field.durationHint') } : {})}
      />
      {isInfused && (
        <>
          {!byScale.value && (
            <>
              <DoseField form={form} path={`${at}.rate`} label={t('field.rate')} />
              <LastingField form={form} path={`${at}.ratePer`} label={t('field.ratePer')} units={rateUnits} />
            </>
          )}
          <LastingField form={form} path={`${at}.over`} label={t('field.over')} units={shortUnits} />
        </>
      )}
    </fieldset>
  );
}
