'use client';
import type { Measure } from '@keneyapp/bff/features/vitals/view';
import { freshForDays } from '@keneyapp/clinical';
import { useWatch } from 'react-hook-form';
import { useIsOld } from '../../components/aged.tsx';
import { ChoiceField } from '../../components/form/choice-field.tsx';
import { DateTimeField } from '../../components/form/date-field.tsx';
import { FormDraftConflict } from '../../components/form/form-draft-conflict.tsx';
import { FieldGroup, FormFrame } from '../../components/form/form-frame.tsx';
import { civilTimeOf, today, typedMoment } from '../../components/form/paris-time.ts';
import { issuesOf } from '../../components/form/server-issues.ts';
import { TextField } from '../../components/form/text-field.tsx';
import { SaveFailed } from '../../components/save-failed.tsx';
import { ConfirmCritical } from './confirm-critical.tsx';
import { draftVersions, mergedDraft } from './draft-versions.ts';
import { normalRange, parseState, personOf, type FormState, type Sign } from './form-state.ts';
import { ConsciousnessField, OxygenFields } from './oxygen-fields.tsx';
import { RestoredNotice } from './restored-notice.tsx';
import { SetPreview } from './set-preview.tsx';
import { TypedLine } from './typed-line.tsx';
import { useRecordForm, type RecordFieldsProps } from './use-record-form.ts';
import { useTypedLine } from './use-typed-line.ts';
import { useVitalsWords } from './use-vitals-words.ts';
import { VitalNumber } from './vital-number.tsx';

const scored = [
  'systolic',
  'diastolic',
  'heartRate',
  'respiratoryRate',
  'oxygenSaturation',
  'temperature',
] as const;
const itself = (state: FormState) => state;

/** The fields in the order of a round: pressure, pulse, breathing, oxygen, temperature, consciousness; then the rest. */
export function RecordFields(props: RecordFieldsProps) {
  const { view, draft, onClose } = props;
  const { subject, latest } = view;
  const words = useVitalsWords();
  const { t, value: inWords, formats } = words;
  const { form, asked, saving, submit, accept, review } = useRecordForm(props);
  const [oxygenSource, spo2Scale, takenAt] = useWatch({
    control: form.control,
    name: ['oxygenSource', 'spo2Scale', 'takenAt'],
  });
  const person = personOf(subject, { oxygenSource, spo2Scale });
  const needsHead = subject.ageMonths !== null && subject.ageMonths < 36;
  const line = useTypedLine(form, { hasHead: needsHead });
  const isOld = useIsOld();
  /** The last value; one that no longer stands for now with its day. */
  const previous = (m: Measure | undefined) => {
    if (!m) return null;
    const aging = m.name === 'other' ? 'otherVital' : m.name;
    const day = isOld(m.takenAt || null, freshForDays(aging, subject.ageMonths))
      ? formats.date(m.takenAt)
      : null;
    return t('form.previous', { value: day ? `${inWords(m)} (${day})` : inWords(m) });
  };
  const normal = (sign: Sign) => {
    const range = normalRange(sign, person);
    if (!range) return null;
    if (range.low === null) return t('form.rangeTo', { high: formats.number(range.high ?? 0) });
    return range.high === null
      ? t('form.rangeFrom', { low: formats.number(range.low) })
      : t('form.range', { low: formats.number(range.low), high: formats.number(range.high) });
  };
  const number = (sign: Sign) => (
    <VitalNumber
      key={sign}
      form={form}
      sign={sign}
      subject={subject}
      stateOf={itself}
      hints={[
        sign === 'diastolic' ? null : previous(latest[sign === 'systolic' ? 'bloodPressure' : sign]),
        normal(sign),
      ]}
    />
  );
  const failure = saving.error && !issuesOf(saving.error) ? saving.error : null;

  return (
    <FormFrame
      form={form}
      label={t('form.title')}
      draft={draft}
      onSubmit={() => {
        // what stands in the line alone would not be saved
        if (line.isDone()) submit();
      }}
      onClose={onClose}
      save={t('form.save')}
      saving={saving}
      important={<SetPreview form={form} view={view} />}
      notices={
        <>
          <FormDraftConflict
            form={form}
            draft={draft}
            read={(content) => parseState(content, { ...form.values(), values: {} })}
            versionsOf={(theirs, mine) => draftVersions(words, theirs, mine)}
            merge={mergedDraft}
          />
          {draft.restored && (
            <RestoredNotice
              updatedAt={draft.restored.updatedAt}
              takenAt={civilTimeOf(takenAt) ?? ''}
              onTakenAt={(civil) => form.fill({ ...form.values(), takenAt: typedMoment(civil) })}
            />
          )}
          {failure !== null && <SaveFailed error={failure} retry={submit} hasDraft />}
        </>
      }
    >
      <TypedLine line={line} />
      <FieldGroup legend={t('form.groups.score')}>
        {scored.map(number)}
        <OxygenFields form={form} mayBeEmpty hint={previous(latest.oxygen)} />
        <ConsciousnessField form={form} mayBeEmpty hint={previous(latest.consciousness)} />
        {(subject.ageMonths ?? 0) >= 192 && (
          <ChoiceField
            form={form}
            name="spo2Scale"
            hint={subject.canChooseScale ? null : t('scale.locked')}
            options={([1, 2] as const).map((value) => ({
              value,
              word: t(`scale.${value}`),
              isLocked: !subject.canChooseScale && spo2Scale !== value,
            }))}
          />
        )}
      </FieldGroup>
      <FieldGroup legend={t('form.groups.measures')}>
        {(['pain', 'glucose', 'weight', 'height'] as const).map(number)}
        {needsHead && number('headCircumference')}
      </FieldGroup>
      <FieldGroup legend={t('form.groups.when')}>
        <DateTimeField form={form} date="takenAt.date" time="takenAt.time" latest={today()} />
        <TextField form={form} name="note" longest={1000} rows={2} />
      </FieldGroup>
      {asked && (
        <ConfirmCritical
          values={asked.values}
          consciousness={asked.state.consciousness ? t(`consciousness.${asked.state.consciousness}`) : null}
          subject={subject}
          set={{ state: asked.state, view }}
          onAccept={accept}
          onReview={review}
        />
      )}
    </FormFrame>
  );
}
