'use client';
import type { Allergy } from '@keneyapp/bff/features/allergies/view';
import { LoadingRows } from '@keneyapp/ui/states';
import Alert from '@mui/material/Alert';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNow, useTranslations } from 'next-intl';
import { Ago } from '../../components/ago.tsx';
import { ChoiceField } from '../../components/form/choice-field.tsx';
import { CodedField } from '../../components/form/coded-field.tsx';
import type { CodedValue } from '../../components/form/coded-value.ts';
import { DateField } from '../../components/form/date-field.tsx';
import { FormDraftConflict } from '../../components/form/form-draft-conflict.tsx';
import { FieldGroup, FormFrame } from '../../components/form/form-frame.tsx';
import { today } from '../../components/form/paris-time.ts';
import { issuesOf } from '../../components/form/server-issues.ts';
import { TextField } from '../../components/form/text-field.tsx';
import { useChartForm, useFormValues } from '../../components/form/use-chart-form.ts';
import { SaveFailed } from '../../components/save-failed.tsx';
import { useDraft, type Draft } from '../../components/use-draft.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import type { FormProps } from '../../shell/manifest.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { allergySchema, freshAllergy, parseAllergy, toInput, type AllergyState } from './record-state.ts';
import { fields, ofServer, useAllergyWords, type AllergyWords } from './use-allergy-words.ts';

/** A draft as young as that was only interrupted. */
const youngMs = 5 * 60_000;

/** Adds an allergy or an intolerance. */
export function RecordForm({ target: _, ...rest }: FormProps) {
  const c = useTranslations('common');
  const draft = useDraft({ patientId: rest.patientId, form: 'allergies.record', base: '' });
  if (draft.restored === undefined)
    return <LoadingRows label={c('state.loading')} rows={4} widths={[45, 45]} />;
  const kept = draft.restored && parseAllergy(draft.restored.content);
  return <Fields key={draft.generation} draft={draft} initial={kept ?? freshAllergy()} {...rest} />;
}

interface FieldsProps extends Omit<FormProps, 'target'> {
  draft: Draft;
  initial: AllergyState;
}

function Fields({ patientId, draft, initial, onDone, onUnsafe, onClose }: FieldsProps) {
  const t = useTranslations('allergies.record');
  const kinds = useTranslations('allergies.kind');
  const f = useFormats();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const now = useNow();
  const words = useAllergyWords();
  const form = useChartForm<AllergyState>({
    initial,
    schema: allergySchema,
    draft,
    words,
    onlyOnSaving: ['empty', 'noManifestation'],
    ofServer,
    onUnsafe,
  });
  const { coded } = useFormValues(form);
  const { data: listed } = useQuery(trpc.allergies.list.queryOptions({ patientId }));
  const same = listed?.current.find((one) => isSame(one, coded));
  const mutation = useMutation(
    trpc.allergies.record.mutationOptions({
      onSuccess: async ({ isReplay }) => {
        await draft.discard().catch(() => undefined);
        onDone(t(isReplay ? 'replayed' : 'saved'));
      },
      onError: (error) => {
        form.refuse(error);
        // somebody may have noted the same meanwhile: the list says so
        void queries.invalidateQueries(trpc.allergies.list.pathFilter());
      },
    }),
  );
  const submit = () => {
    if (!mutation.isPending)
      form.submit((state) =>
        mutation.mutate({ patientId, ...toInput(state), isRepeatWanted: same !== undefined }),
      );
  };
  const failure = mutation.error && !issuesOf(mutation.error) ? mutation.error : null;
  const optionsOf = <V extends string>(values: readonly V[], word: (value: V) => string) =>
    values.map((value) => ({ value, word: word(value) }));
  return (
    <FormFrame
      form={form}
      label={t('title')}
      draft={draft}
      onSubmit={submit}
      onClose={onClose}
      save={t(same ? 'saveRepeat' : 'save')}
      saving={mutation}
      notices={
        <>
          <FormDraftConflict
            form={form}
            draft={draft}
            read={parseAllergy}
            versionsOf={(theirs, mine) => versionsOf(words, theirs, mine)}
            merge={merged}
          />
          {draft.restored && now.getTime() - Date.parse(draft.restored.updatedAt) > youngMs && (
            <p className="muted">
              {t('restored')} (<Ago value={draft.restored.updatedAt} />)
            </p>
          )}
          {failure !== null && <SaveFailed error={failure} retry={submit} hasDraft />}
        </>
      }
      important={
        <div role="status">
          {same && (
            <Alert severity="warning">
              {t('repeat', {
                what: [
                  f.coded(same.substance),
                  f.when(same.onset) ?? f.date(same.recordedDate),
                  same.recorder,
                ]
                  .filter(Boolean)
                  .join(', '),
              })}
            </Alert>
          )}
          {listed?.state === 'none-known' && <Alert severity="info">{t('ends')}</Alert>}
        </div>
      }
    >
      <FieldGroup legend={t('groupWhat')}>
        <CodedField
          form={form}
          name="coded"
          binding="AllergyIntolerance.code"
          takesText
          placeholder={t('whatExample')}
        />
        <ChoiceField
          form={form}
          name="kind"
          mayBeEmpty
          options={optionsOf(['allergy', 'intolerance'] as const, (value) => kinds(value))}
        />
        <ChoiceField
          form={form}
          name="criticality"
          mayBeEmpty
          options={optionsOf(['high', 'low', 'unable-to-assess'] as const, (value) => t(value))}
        />
        <ChoiceField
          form={form}
          name="verification"
          options={optionsOf(['unconfirmed', 'confirmed'] as const, (value) => t(value))}
        />
      </FieldGroup>
      <FieldGroup legend={t('groupReaction')}>
        <TextField form={form} name="manifestation" longest={200} hint={t('manifestationExample')} />
        <ChoiceField
          form={form}
          name="severity"
          mayBeEmpty
          options={optionsOf(['mild', 'moderate', 'severe'] as const, (value) => t(value))}
        />
      </FieldGroup>
      <FieldGroup legend={t('groupMore')}>
        <DateField form={form} name="onset" latest={today()} mayBePartial />
        <TextField form={form} name="note" longest={1000} rows={2} />
      </FieldGroup>
    </FormFrame>
  );
}

/** The same code; without one, the same words. */
const isSame = ({ substance }: Allergy, { text, code }: CodedValue): boolean =>
  code
    ? substance.codes.some((one) => one.system === code.system && one.code === code.code)
    : text.trim() !== '' && substance.text?.trim().toLowerCase() === text.trim().toLowerCase();

const versionsOf = (words: AllergyWords, theirs: AllergyState, mine: AllergyState) =>
  fields
    .filter((name) => words.value(name, theirs) !== words.value(name, mine))
    .map((name) => ({
      key: name,
      label: words.label(name),
      theirs: words.value(name, theirs),
      mine: words.value(name, mine) || null,
    }));

function merged(
  mine: AllergyState,
  theirs: AllergyState,
  chosen: Readonly<Record<string, 'mine' | 'theirs'>>,
): AllergyState {
  const of = (name: (typeof fields)[number]) => ({
    [name]: (chosen[name] === 'theirs' ? theirs : mine)[name],
  });
  return Object.assign({ ...mine }, ...fields.map(of)) as AllergyState;
}
