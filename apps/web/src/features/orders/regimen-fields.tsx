'use client';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import { regimenRoutes } from '@keneyapp/clinical/prescribing';
import { SelectField } from '../../components/form/select-field.tsx';
import { TextField } from '../../components/form/text-field.tsx';
import { pathOf, useBasketField, type BasketForm } from './basket-field.ts';
import { emptyStepText, emptyTiming, shortUnits, type RegimenText, type StepText } from './regimen-text.ts';
import { DoseField, LastingField, StepFields } from './step-fields.tsx';
import { useOrderWords } from './use-order-words.ts';
import styles from './orders.module.css';

const routeWord = { ocular: 'ophthalmic', auricular: 'otic', 'enteral-tube': 'nasogastric' } as const;

/** How a drug is to be taken, field by field; what is seldom said stands below "more", unless it was said. */
export function RegimenFields({
  form,
  path,
  hasMore,
  hasScale,
}: {
  form: BasketForm;
  path: string;
  hasMore: boolean;
  hasScale: boolean;
}) {
  const { t, m } = useOrderWords();
  const steps = useBasketField<StepText[]>(form, path, 'steps');
  const asNeeded = useBasketField<boolean>(form, path, 'isAsNeeded');
  const additives = useBasketField<RegimenText['additives']>(form, path, 'additives');
  const instruction = useBasketField<string>(form, path, 'instruction');
  const last = steps.value.at(-1);
  return (
    <>
      {steps.value.map((_, i) => (
        <StepFields
          // steps have no name of their own, and each field holds its text: their place is enough
          key={i}
          form={form}
          path={path}
          index={i}
          isOnly={steps.value.length === 1}
          isLast={i === steps.value.length - 1}
          hasMore={hasMore}
          hasScale={hasScale}
          onRemove={() => steps.change(steps.value.toSpliced(i, 1))}
        />
      ))}
      <SelectField
        form={form}
        name={pathOf(path, 'route')}
        options={[
          { value: '', word: t('field.routeNone') },
          ...regimenRoutes.map((route) => ({
            value: route,
            word: m(`route.${route in routeWord ? routeWord[route as 'ocular'] : (route as 'oral')}`),
          })),
        ]}
      />
      <FormControlLabel
        label={t('field.asNeeded')}
        disabled={asNeeded.isLocked}
        sx={{ alignSelf: 'end' }}
        control={
          <Checkbox
            size="small"
            checked={asNeeded.value}
            onChange={(e) => asNeeded.change(e.target.checked)}
          />
        }
      />
      {asNeeded.value && (
        <>
          <TextField form={form} name={pathOf(path, 'condition')} longest={200} />
          <LastingField
            form={form}
            path={`${path}.interval`}
            label={t('field.interval')}
            units={shortUnits}
          />
          <DoseField form={form} path={`${path}.maxPerDay`} label={t('field.maxPerDay')} />
        </>
      )}
      {additives.value.map((_, i) => (
        <div key={i} className={styles.step}>
          <TextField form={form} name={pathOf(path, 'additives', i, 'text')} longest={100} isWide={false} />
          <DoseField form={form} path={`${path}.additives.${i}.dose`} label={t('field.additiveDose')} />
          <Button className={styles.wide} onClick={() => additives.change(additives.value.toSpliced(i, 1))}>
            {t('field.removeAdditive')}
          </Button>
        </div>
      ))}
      {(hasMore || instruction.value !== '') && (
        <TextField form={form} name={pathOf(path, 'instruction')} longest={1000} />
      )}
      {hasMore && (
        <div className={`${styles.wide} ${styles.tags}`}>
          {steps.value.length < 20 && (
            <Button
              onClick={() =>
                steps.change([
                  ...steps.value,
                  { ...emptyStepText(last?.dose.unit), timing: last?.timing ?? emptyTiming },
                ])
              }
            >
              {t('field.addStep')}
            </Button>
          )}
          {additives.value.length < 10 && (
            <Button
              onClick={() =>
                additives.change([...additives.value, { text: '', dose: { value: '', unit: 'g' } }])
              }
            >
              {t('field.addAdditive')}
            </Button>
          )}
        </div>
      )}
    </>
  );
}
