'use client';
import type { Measure } from '@keneyapp/bff/features/vitals/view';
import { freshForDays, vitalDefinitions } from '@keneyapp/clinical';
import Button from '@mui/material/Button';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useIsOld } from '../../components/aged.tsx';
import { SaveFailed } from '../../components/save-failed.tsx';
import { DraftConflict, DraftStatusLine } from '../../components/draft-status.tsx';
import { Choice } from './choice.tsx';
import { ConfirmCritical } from './confirm-critical.tsx';
import { ErrorSummary } from './error-summary.tsx';
import { draftVersions, mergedDraft } from './draft-versions.ts';
import { levelOf, normalRange, parseState, personOf, type Sign } from './form-state.ts';
import { nextFieldOnEnter } from './next-field.ts';
import { NumberField } from './number-field.tsx';
import { RestoredNotice } from './restored-notice.tsx';
import { ScorePreview } from './score-preview.tsx';
import { useRecordForm, type RecordFieldsProps } from './use-record-form.ts';
import { useVitalsWords } from './use-vitals-words.ts';
import styles from './form.module.css';

const consciousnessLevels = ['alert', 'confusion', 'voice', 'pain', 'unresponsive'] as const;

/** The fields in the order of a round: pressure, pulse, breathing, oxygen, temperature, consciousness; then the rest. */
export function RecordFields(props: RecordFieldsProps) {
  const { view, draft, onClose } = props;
  const { subject, latest } = view;
  const words = useVitalsWords();
  const { t, value: inWords, formats } = words;
  const form = useRecordForm(props);
  const { state, problems, idOf, change } = form;
  const person = personOf(subject, state);
  const needsHead = subject.ageMonths !== null && subject.ageMonths < 36;

  const isOld = useIsOld();
  /** The last value; one that no longer stands for now with its day. */
  const previous = (m: Measure) => {
    const aging = m.name === 'other' ? 'otherVital' : m.name;
    const day = isOld(m.takenAt || null, freshForDays(aging, subject.ageMonths))
      ? formats.date(m.takenAt)
      : null;
    return t('form.previous', { value: day ? `${inWords(m)} (${day})` : inWords(m) });
  };

  const number = (sign: Sign, autoFocus = false) => {
    const range = normalRange(sign, person);
    const before = latest[sign === 'systolic' || sign === 'diastolic' ? 'bloodPressure' : sign];
    const hints = [
      before && sign !== 'diastolic' ? previous(before) : null,
      range
        ? range.low === null
          ? t('form.rangeTo', { high: formats.number(range.high ?? 0) })
          : range.high === null
            ? t('form.rangeFrom', { low: formats.number(range.low) })
            : t('form.range', { low: formats.number(range.low), high: formats.number(range.high) })
        : null,
    ];
    return (
      <NumberField
        key={sign}
        id={idOf(sign)}
        name={sign}
        value={state.values[sign] ?? ''}
        unit={vitalDefinitions[sign].unit}
        hints={hints}
        problem={problems[sign]}
        level={problems[sign] ? 'unknown' : levelOf(sign, state, subject)}
        onChange={(text) =>
          change({ values: { ...state.values, [sign]: text } }, autoFocus ? undefined : sign)
        }
        onBlur={() => form.check(sign)}
      />
    );
  };

  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the whole form: Enter goes on, Ctrl+Enter submits
    <form
      className={styles.form}
      noValidate
      onSubmit={(e) => {
        e.preventDefault();
        form.submit();
      }}
      onKeyDown={(e) => nextFieldOnEnter(e, form.submit)}
      aria-label={t('form.title')}
    >
      <DraftConflict
        draft={draft}
        read={(content) => parseState(content, { ...state, values: {} })}
        versionsOf={(theirs) => draftVersions(words, theirs, state)}
        onTakeChosen={(theirs, chosen) => change(mergedDraft(state, theirs, chosen))}
      />
      {draft.restored && (
        <RestoredNotice
          updatedAt={draft.restored.updatedAt}
          takenAt={state.takenAt}
          onTakenAt={(takenAt) => change({ takenAt }, 'takenAt')}
        />
      )}
      <ErrorSummary problems={form.summed} idOf={idOf} />
      {form.failure !== null && <SaveFailed error={form.failure} retry={form.submit} hasDraft />}
      <fieldset className={styles.group}>
        <legend>{t('form.groups.score')}</legend>
        {(
          [
            'systolic',
            'diastolic',
            'heartRate',
            'respiratoryRate',
            'oxygenSaturation',
            'temperature',
          ] as const
        ).map((s) => number(s))}
        <Choice
          id={idOf('oxygenFlow') + '-source'}
          label={t('names.oxygen')}
          value={state.oxygenSource}
          onChange={(oxygenSource) => change({ oxygenSource })}
          options={[
            { value: 'air', word: t('oxygen.air') },
            { value: 'oxygen', word: t('oxygen.oxygen') },
          ]}
          hint={latest.oxygen ? previous(latest.oxygen) : null}
        />
        {state.oxygenSource === 'oxygen' && (
          <NumberField
            id={idOf('oxygenFlow')}
            name="oxygenFlow"
            value={state.oxygenFlow}
            unit="L/min"
            problem={problems.oxygenFlow}
            onChange={(oxygenFlow) => change({ oxygenFlow }, 'oxygenFlow')}
            onBlur={() => form.check('oxygenFlow')}
          />
        )}
        <Choice
          id={idOf('consciousness')}
          label={t('names.consciousness')}
          value={state.consciousness}
          onChange={(consciousness) => change({ consciousness })}
          options={consciousnessLevels.map((value) => ({ value, word: t(`consciousness.${value}`) }))}
          hint={latest.consciousness ? previous(latest.consciousness) : null}
        />
        {(subject.ageMonths ?? 0) >= 192 && (
          <Choice
            id={idOf('spo2Scale')}
            label={t('scale.label')}
            value={String(state.spo2Scale) as '1' | '2'}
            onChange={(v) => change({ spo2Scale: v === '2' ? 2 : 1 })}
            problem={problems.spo2Scale && t('errors.medicalDecision')}
            hint={subject.canChooseScale ? null : t('scale.locked')}
            options={[
              { value: '1', word: t('scale.1'), isLocked: !subject.canChooseScale && state.spo2Scale !== 1 },
              { value: '2', word: t('scale.2'), isLocked: !subject.canChooseScale && state.spo2Scale !== 2 },
            ]}
          />
        )}
        <ScorePreview state={state} view={view} />
      </fieldset>
      <fieldset className={styles.group}>
        <legend>{t('form.groups.measures')}</legend>
        {number('pain')}
        {number('glucose')}
        {number('weight')}
        {number('height')}
        {needsHead && number('headCircumference')}
      </fieldset>
      <fieldset className={styles.group}>
        <legend>{t('form.groups.when')}</legend>
        <div className={`${styles.field} ${styles.wide}`}>
          <label htmlFor={idOf('takenAt')}>{t('form.takenAt')}</label>
          <OutlinedInput
            id={idOf('takenAt')}
            type="datetime-local"
            size="small"
            value={state.takenAt}
            error={problems.takenAt !== undefined}
            onChange={(e) => change({ takenAt: e.target.value }, 'takenAt')}
            onBlur={() => form.check('takenAt')}
            slotProps={{
              input: {
                'aria-describedby': `${idOf('takenAt')}-problem`,
                'aria-invalid': problems.takenAt !== undefined,
              },
            }}
          />
          <span className={styles.problem} id={`${idOf('takenAt')}-problem`}>
            {problems.takenAt &&
              t(
                `errors.${problems.takenAt.reason === 'beforeBirth' ? 'beforeBirth' : problems.takenAt.reason === 'future' ? 'future' : 'time'}`,
              )}
          </span>
        </div>
        <div className={`${styles.field} ${styles.wide}`}>
          <label htmlFor={idOf('note')}>{t('form.note')}</label>
          <OutlinedInput
            id={idOf('note')}
            multiline
            minRows={2}
            size="small"
            value={state.note}
            onChange={(e) => change({ note: e.target.value })}
            slotProps={{ input: { maxLength: 1000, style: { textAlign: 'left' } } }}
          />
        </div>
      </fieldset>
      <div className={styles.actions}>
        <Button
          type="submit"
          variant="contained"
          aria-disabled={form.isSaving}
          aria-keyshortcuts="Control+Enter"
        >
          {form.isSaving ? t('form.saving') : t('form.save')}
        </Button>
        <Button type="button" onClick={onClose}>
          {t('detail.close')}
        </Button>
        <DraftStatusLine draft={draft} className={styles.status} />
        <p className={styles.keys}>{t('form.keys')}</p>
      </div>
      {form.asked && (
        <ConfirmCritical
          values={form.asked}
          consciousness={state.consciousness ? t(`consciousness.${state.consciousness}`) : null}
          subject={subject}
          onAccept={form.accept}
          onReview={form.review}
        />
      )}
    </form>
  );
}
