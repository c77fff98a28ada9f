'use client';
import { LoadingRows } from '@keneyapp/ui/states';
import { useMutation } from '@tanstack/react-query';
import { useNow, useTranslations } from 'next-intl';
import { Ago } from '../../components/ago.tsx';
import { ChoiceField } from '../../components/form/choice-field.tsx';
import { CodedField } from '../../components/form/coded-field.tsx';
import { codedReasons } from '../../components/form/coded-value.ts';
import { DateField } from '../../components/form/date-field.tsx';
import { FormDraftConflict } from '../../components/form/form-draft-conflict.tsx';
import { FieldGroup, FormFrame } from '../../components/form/form-frame.tsx';
import { today } from '../../components/form/paris-time.ts';
import { issuesOf, type Issue } from '../../components/form/server-issues.ts';
import { TextField } from '../../components/form/text-field.tsx';
import { useChartForm } from '../../components/form/use-chart-form.ts';
import { SaveFailed } from '../../components/save-failed.tsx';
import { useDraft, type Draft } from '../../components/use-draft.ts';
import type { FormProps } from '../../shell/manifest.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { freshProblem, parseProblem, problemSchema, toInput, type ProblemState } from './record-state.ts';

/** A draft as young as that was only interrupted. */
const youngMs = 5 * 60_000;

/** Adds a problem to the problem list. */
export function RecordForm({ target: _, ...rest }: FormProps) {
  const c = useTranslations('common');
  const draft = useDraft({ patientId: rest.patientId, form: 'problems.record', base: '' });
  if (draft.restored === undefined)
    return <LoadingRows label={c('state.loading')} rows={4} widths={[45, 45]} />;
  const kept = draft.restored && parseProblem(draft.restored.content);
  return <Fields key={draft.generation} draft={draft} initial={kept ?? freshProblem()} {...rest} />;
}

interface FieldsProps extends Omit<FormProps, 'target'> {
  draft: Draft;
  initial: ProblemState;
}

function Fields({ patientId, draft, initial, onDone, onUnsafe, onClose }: FieldsProps) {
  const t = useTranslations('problems.record');
  const trpc = useTRPC();
  const now = useNow();
  const words = useProblemWords();
  const form = useChartForm<ProblemState>({
    initial,
    schema: problemSchema,
    draft,
    words,
    onlyOnSaving: ['empty'],
    ofServer,
    onUnsafe,
  });
  const mutation = useMutation(
    trpc.problems.record.mutationOptions({
      onSuccess: async ({ isReplay }) => {
        await draft.discard().catch(() => undefined);
        onDone(t(isReplay ? 'replayed' : 'saved'));
      },
      onError: (error) => void form.refuse(error),
    }),
  );
  const submit = () => {
    if (!mutation.isPending) form.submit((state) => mutation.mutate({ patientId, ...toInput(state) }));
  };
  const failure = mutation.error && !issuesOf(mutation.error) ? mutation.error : null;
  return (
    <FormFrame
      form={form}
      label={t('title')}
      draft={draft}
      onSubmit={submit}
      onClose={onClose}
      save={t('save')}
      saving={mutation}
      notices={
        <>
          <FormDraftConflict
            form={form}
            draft={draft}
            read={parseProblem}
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
    >
      <FieldGroup legend={t('groupWhat')}>
        <CodedField
          form={form}
          name="coded"
          binding="Condition.code"
          takesText
          placeholder={t('whatExample')}
        />
        <ChoiceField
          form={form}
          name="verification"
          options={(['confirmed', 'provisional'] as const).map((value) => ({ value, word: t(value) }))}
        />
      </FieldGroup>
      <FieldGroup legend={t('groupMore')}>
        <DateField form={form} name="onset" latest={today()} mayBePartial />
        <TextField form={form} name="note" longest={1000} rows={2} />
      </FieldGroup>
    </FormFrame>
  );
}

const compared = ['coded', 'verification', 'onset', 'note'] as const;
type Compared = (typeof compared)[number];

function useProblemWords() {
  const t = useTranslations('problems.record');
  const coded = useTranslations('common.coded.problem');
  const form = useTranslations('common.form');
  const labels: Record<Compared, string> = {
    coded: t('what'),
    verification: t('verification'),
    onset: t('onset'),
    note: t('note'),
  };
  const ofCoded = [
    'empty',
    'needsCode',
    'unknownCode',
    'notLoaded',
    'terminologyAway',
    'otherWords',
  ] as const;
  const ofDate = ['date', 'future', 'beforeBirth'] as const;
  return {
    label: (name: string): string => labels[name as Compared],
    problem: (name: string, reason: string): string => {
      if (reason === 'noSuchDate') return form('noSuchDate');
      const known = name === 'coded' && ofCoded.find((one) => one === reason);
      return known ? coded(known) : t(`problem.${ofDate.find((one) => one === reason) ?? 'refused'}`);
    },
    value: (name: Compared, state: ProblemState): string =>
      name === 'coded'
        ? [state.coded.text, state.coded.code?.code].filter(Boolean).join(' – ')
        : name === 'verification'
          ? t(state.verification)
          : state[name],
  };
}
type ProblemWords = ReturnType<typeof useProblemWords>;

/** Where an issue of the BFF is shown, and why. */
function ofServer({ path, message }: Issue): { name: Compared; reason: string } {
  if (path.includes('onset'))
    return { name: 'onset', reason: message === 'before-birth' ? 'beforeBirth' : message };
  if (path.includes('coded')) return { name: 'coded', reason: codedReasons[message] ?? 'refused' };
  return { name: path.includes('note') ? 'note' : 'verification', reason: 'refused' };
}

const versionsOf = (words: ProblemWords, theirs: ProblemState, mine: ProblemState) =>
  compared
    .filter((name) => words.value(name, theirs) !== words.value(name, mine))
    .map((name) => ({
      key: name,
      label: words.label(name),
      theirs: words.value(name, theirs),
      mine: words.value(name, mine) || null,
    }));

function merged(
  mine: ProblemState,
  theirs: ProblemState,
  chosen: Readonly<Record<string, 'mine' | 'theirs'>>,
): ProblemState {
  const of = <N extends Compared>(name: N) => ({ [name]: (chosen[name] === 'theirs' ? theirs : mine)[name] });
  return Object.assign({ ...mine }, ...compared.map(of)) as ProblemState;
}
