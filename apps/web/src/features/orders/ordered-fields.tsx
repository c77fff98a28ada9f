'use client';
import { DateField, TimeField } from '../../components/form/date-field.tsx';
import { today } from '../../components/form/paris-time.ts';
import { SelectField } from '../../components/form/select-field.tsx';
import { TextField } from '../../components/form/text-field.tsx';
import { pathOf, type BasketForm } from './basket-field.ts';
import {
  priorities,
  settings,
  substitutions,
  zones,
  type DrugText,
  type LineText,
  type ServiceText,
} from './basket.ts';
import { mayRepeat } from './basket-input.ts';
import { isInsulin } from './dose-units.ts';
import { RegimenFields } from './regimen-fields.tsx';
import { LastingField } from './step-fields.tsx';
import { readTiming, timeUnits } from './regimen-text.ts';
import { TimingFields } from './timing-fields.tsx';
import { useOrderWords } from './use-order-words.ts';

interface Props<L extends LineText> {
  form: BasketForm;
  /** `lines.<name>` */
  path: string;
  line: L;
  hasMore: boolean;
}

function StartFields({ form, path, hasTime }: { form: BasketForm; path: string; hasTime: boolean }) {
  return (
    <>
      <DateField form={form} name={pathOf(path, 'start.date')} earliest={today()} />
      {hasTime && <TimeField form={form} name={pathOf(path, 'start.time')} />}
    </>
  );
}

function PriorityField({ form, path }: { form: BasketForm; path: string }) {
  const { t } = useOrderWords();
  return (
    <SelectField
      form={form}
      name={pathOf(path, 'priority')}
      options={priorities.map((value) => ({ value, word: t(`field.priorities.${value}`) }))}
    />
  );
}

/** A new drug, or another regimen of one that is prescribed. */
export function DrugFields({ form, path, line, hasMore }: Props<DrugText>) {
  const { t } = useOrderWords();
  return (
    <>
      {line.act === 'revise' && <TextField form={form} name={pathOf(path, 'why')} longest={200} />}
      <RegimenFields
        form={form}
        path={`${path}.regimen`}
        hasMore={hasMore}
        hasScale={isInsulin(line.coded)}
      />
      <SelectField
        form={form}
        name={pathOf(path, 'setting')}
        options={settings.map((value) => ({ value, word: t(`field.settings.${value}`) }))}
      />
      {line.setting !== 'inpatient' && (
        <>
          {(hasMore || line.zone !== 'ordinary') && (
            <SelectField
              form={form}
              name={pathOf(path, 'zone')}
              options={zones.map((value) => ({ value, word: t(`field.zones.${value}`) }))}
            />
          )}
          {(hasMore || line.substitution !== '') && (
            <SelectField
              form={form}
              name={pathOf(path, 'substitution')}
              options={substitutions.map((value) => ({
                value,
                word: t(`field.substitutions.${value || 'none'}`),
              }))}
            />
          )}
        </>
      )}
      <StartFields form={form} path={path} hasTime={hasMore || line.start.time !== ''} />
      {(hasMore || line.priority !== 'routine') && <PriorityField form={form} path={path} />}
      {(hasMore || line.reason !== '') && (
        <TextField form={form} name={pathOf(path, 'reason')} longest={200} />
      )}
      {(hasMore || line.note !== '') && (
        <TextField form={form} name={pathOf(path, 'note')} longest={1000} rows={2} />
      )}
    </>
  );
}

/** A test, an image, a nursing act, somebody's advice. */
export function ServiceFields({ form, path, line, hasMore }: Props<ServiceText>) {
  const isRepeated =
    mayRepeat(line) && (hasMore || line.category === 'nursing' || readTiming(line.timing).timing !== null);
  return (
    <>
      {line.act === 'revise' && <TextField form={form} name={pathOf(path, 'why')} longest={200} />}
      {line.category === 'advice' && <TextField form={form} name={pathOf(path, 'addressee')} longest={200} />}
      <TextField form={form} name={pathOf(path, 'reason')} longest={200} />
      <PriorityField form={form} path={path} />
      <StartFields form={form} path={path} hasTime />
      {isRepeated && <RepeatFields form={form} path={path} hasMore={hasMore} />}
      {(hasMore || line.note !== '') && (
        <TextField form={form} name={pathOf(path, 'note')} longest={1000} rows={2} />
      )}
    </>
  );
}

function RepeatFields({ form, path, hasMore }: { form: BasketForm; path: string; hasMore: boolean }) {
  const { t } = useOrderWords();
  return (
    <>
      <TimingFields form={form} path={`${path}.timing`} hasMore={hasMore} />
      <LastingField
        form={form}
        path={`${path}.duration`}
        label={t('field.duration')}
        units={timeUnits}
        hint={t('field.durationHint')}
      />
    </>
  );
}

/** From when and how long what is renewed goes on. */
export function RenewFields({ form, path }: { form: BasketForm; path: string }) {
  const { t } = useOrderWords();
  return (
    <>
      <LastingField
        form={form}
        path={`${path}.duration`}
        label={t('field.duration')}
        units={timeUnits}
        hint={t('field.durationHint')}
      />
      <StartFields form={form} path={path} hasTime={false} />
    </>
  );
}
