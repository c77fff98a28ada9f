'use client';
import OutlinedInput from '@mui/material/OutlinedInput';
import { describedBy, FieldFrame } from '../../components/form/field-frame.tsx';
import { mealTimes, weekdays, type MealTime } from '@keneyapp/clinical/prescribing';
import { useBasketField, type BasketForm } from './basket-field.ts';
import { InlineChoice, Toggles, TypedNumber } from './regimen-inputs.tsx';
import { timeUnits, type TimingText } from './regimen-text.ts';
import { useOrderWords } from './use-order-words.ts';
import styles from './orders.module.css';

interface Props {
  form: BasketForm;
  path: string;
  /** Times of the clock, days and upper ends are wanted less often. */
  hasMore: boolean;
  /** It is measured first, which is done before meals or at times of the clock. */
  isMeasured?: boolean;
}

const usualMoments: readonly MealTime[] = ['MORN', 'NOON', 'EVE', 'HS'];
const measuredMoments: readonly MealTime[] = ['AC', 'ACM', 'ACD', 'ACV', 'HS'];

/** When it is taken: so many times a day, every so long, or once; at moments, at times, on days. */
export function TimingFields({ form, path, hasMore, isMeasured = false }: Props) {
  const { t } = useOrderWords();
  const { id, value, problem, isLocked, change, leave } = useBasketField<TimingText>(form, path);
  const set = (part: Partial<TimingText>) => change({ ...value, ...part });
  const { rhythm } = value;
  const rhythms = (['times', 'every', 'once'] as const).map((one) => ({
    value: one,
    word: t(`field.rhythm.${one}`),
  }));
  const choice = (
    <InlineChoice
      id={`${id}-rhythm`}
      label={t('field.rhythmOf')}
      value={rhythm}
      options={rhythms}
      isLocked={isLocked}
      onChange={(next) => set(cleared(value, next as TimingText['rhythm']))}
    />
  );
  const number = (
    part: 'count' | 'countMax' | 'everyMax',
    label: 'field.count' | 'field.countMax' | 'field.everyMax',
  ) => (
    <TypedNumber
      id={part === 'count' ? id : `${id}-${part}`}
      label={t(label)}
      text={value[part]}
      onText={(text) => set({ [part]: text })}
      onLeave={leave}
      problem={problem}
      isLocked={isLocked}
    />
  );
  const momentsShown = mealTimes.filter(
    (one) => hasMore || (isMeasured ? measuredMoments : usualMoments).includes(one) || value.at.includes(one),
  );
  return (
    <>
      <FieldFrame
        id={rhythm === 'times' ? id : rhythm === 'every' ? `${id}-every` : `${id}-rhythm`}
        label={t('field.timing')}
        problem={problem}
        isWide
      >
        <div className={styles.rhythm} data-of={rhythm}>
          {rhythm === 'times' && number('count', 'field.count')}
          {choice}
          {rhythm === 'times' && (
            <InlineChoice
              id={`${id}-per`}
              label={t('field.period')}
              value={value.per.unit}
              options={timeUnits.map((unit) => ({ value: unit, word: t(`field.per.${unit}`) }))}
              isLocked={isLocked}
              onChange={(unit) => set({ per: { ...value.per, unit: unit as 'd' } })}
            />
          )}
          {rhythm === 'every' && (
            <>
              <TypedNumber
                id={`${id}-every`}
                label={t('field.everyValue')}
                text={value.every.value}
                onText={(text) => set({ every: { ...value.every, value: text } })}
                onLeave={leave}
                problem={problem}
                isLocked={isLocked}
              />
              <InlineChoice
                id={`${id}-every-unit`}
                label={t('field.period')}
                value={value.every.unit}
                options={timeUnits.map((unit) => ({ value: unit, word: t(`field.time.${unit}`) }))}
                isLocked={isLocked}
                onChange={(unit) => set({ every: { ...value.every, unit: unit as 'h' } })}
              />
            </>
          )}
        </div>
      </FieldFrame>
      <Toggles
        id={`${id}-at`}
        label={t('field.moments')}
        options={momentsShown.map((one) => ({ value: one, word: t(`field.moment.${one}`) }))}
        value={value.at}
        isLocked={isLocked}
        onChange={(at) => set({ at })}
      />
      {(hasMore || value.countMax !== '') && rhythm === 'times' && (
        <FieldFrame id={`${id}-countMax`} label={t('field.countMax')}>
          {number('countMax', 'field.countMax')}
        </FieldFrame>
      )}
      {(hasMore || value.everyMax !== '') && rhythm === 'every' && (
        <FieldFrame id={`${id}-everyMax`} label={t('field.everyMax')}>
          {number('everyMax', 'field.everyMax')}
        </FieldFrame>
      )}
      {(hasMore || isMeasured || value.clock !== '') && (
        <FieldFrame id={`${id}-clock`} label={t('field.clock')}>
          <OutlinedInput
            id={`${id}-clock`}
            size="small"
            value={value.clock}
            placeholder={t('field.clockExample')}
            onChange={(e) => set({ clock: e.target.value })}
            onBlur={leave}
            autoComplete="off"
            slotProps={{
              input: { readOnly: isLocked, maxLength: 200, 'aria-describedby': describedBy(id, problem) },
            }}
          />
        </FieldFrame>
      )}
      {(hasMore || value.days.length > 0) && (
        <Toggles
          id={`${id}-days`}
          label={t('field.days')}
          options={weekdays.map((one) => ({ value: one, word: t(`field.day.${one}`) }))}
          value={value.days}
          isLocked={isLocked}
          onChange={(days) => set({ days })}
        />
      )}
    </>
  );
}

/** Another form of rhythm says nothing of the one before: what cannot be seen is not sent. */
function cleared(value: TimingText, rhythm: TimingText['rhythm']): Partial<TimingText> {
  return {
    rhythm,
    ...(rhythm === 'times' ? {} : { count: '', countMax: '', per: { value: '1', unit: 'd' as const } }),
    ...(rhythm === 'every' ? {} : { every: { ...value.every, value: '' }, everyMax: '' }),
  };
}
