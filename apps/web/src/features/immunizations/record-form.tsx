'use client';
import type { ImmunizationRow } from '@keneyapp/bff/features/immunizations/view';
import { notDoneReasons, sites, sources } from '@keneyapp/bff/features/immunizations/schema';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ChoiceField } from '../../components/form/choice-field.tsx';
import { CodedField } from '../../components/form/coded-field.tsx';
import { DateField } from '../../components/form/date-field.tsx';
import { FieldGroup } from '../../components/form/form-frame.tsx';
import { today } from '../../components/form/paris-time.ts';
import { RecordFrame, WithDraft, WithVersions } from '../../components/form/record-frame.tsx';
import { TextField } from '../../components/form/text-field.tsx';
import { useFormValues, type ChartForm } from '../../components/form/use-chart-form.ts';
import { readDraft, useRecordForm, type ChangeOf } from '../../components/form/use-record-form.ts';
import type { Draft } from '../../components/use-draft.ts';
import { VersionHistory } from '../../components/version-history.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import type { FormProps } from '../../shell/manifest.ts';
import { useTRPC } from '../../trpc/client.tsx';
import {
  freshImmunization,
  immunizationKit,
  toChanges,
  toInput,
  versionOf,
  type ImmunizationState,
} from './record-state.ts';
import { useImmunizationLines, useImmunizationWords } from './use-immunization-words.ts';

type Begun = Omit<FormProps, 'target'> & { draft: Draft; initial: ImmunizationState };
const read = readDraft(immunizationKit);

/** Adds a vaccination that was given, or that was not. */
export function RecordForm({ target: _, ...props }: FormProps) {
  return (
    <WithDraft patientId={props.patientId} form="immunizations.record" read={read} fresh={freshImmunization}>
      {(draft, initial) => <New key={draft.generation} draft={draft} initial={initial} {...props} />}
    </WithDraft>
  );
}

function New({ patientId, draft, initial, onDone, onUnsafe, onClose }: Begun) {
  const t = useTranslations('immunizations.record');
  const trpc = useTRPC();
  const state = useRecordForm({
    kit: immunizationKit,
    words: useImmunizationWords(),
    draft,
    initial,
    procedure: (callbacks) => trpc.immunizations.record.mutationOptions(callbacks),
    toInput: (typed) => ({ patientId, ...toInput(typed) }),
    onSaved: ({ isReplay }) => onDone(t(isReplay ? 'replayed' : 'saved')),
    onUnsafe,
  });
  return (
    <RecordFrame state={state} label={t('title')} save={t('save')} onClose={onClose}>
      <Fields form={state.form} />
    </RecordFrame>
  );
}

/** Puts a vaccination of the list otherwise. */
export function ChangeForm({ target, ...props }: FormProps) {
  const { patientId } = props;
  const id = target ?? '';
  const versions = useQuery(useTRPC().immunizations.versions.queryOptions({ patientId, id }));
  const query = { ...versions, data: versions.data?.versions.map(versionOf) };
  const row = versions.data?.versions[0]?.row;
  return (
    <WithVersions
      patientId={patientId}
      form="immunizations.change"
      reference={`Immunization/${id}`}
      read={read}
      query={query}
    >
      {(draft, initial, change) => (
        <Changed key={draft.generation} {...props} {...{ id, draft, initial, change }} row={row ?? null} />
      )}
    </WithVersions>
  );
}

function Changed({
  patientId,
  id,
  row,
  draft,
  initial,
  change,
  onDone,
  onUnsafe,
  onClose,
}: Begun & { id: string; row: ImmunizationRow | null; change: ChangeOf<ImmunizationState> }) {
  const t = useTranslations('immunizations.change');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const lines = useImmunizationLines();
  const versions = useQuery(trpc.immunizations.versions.queryOptions({ patientId, id })).data?.versions ?? [];
  const state = useRecordForm({
    kit: immunizationKit,
    words: useImmunizationWords(),
    draft,
    initial,
    change,
    procedure: (callbacks) => trpc.immunizations.change.mutationOptions(callbacks),
    toInput: (typed, over) => {
      const changes = over && toChanges(typed, over.state);
      return changes && { patientId, key: typed.key, id, version: over.version, changes };
    },
    onSaved: () => {
      onDone(t('saved'));
      void queries.invalidateQueries(trpc.immunizations.pathFilter());
    },
    onUnsafe,
  });
  return (
    <RecordFrame
      state={state}
      label={t('title')}
      save={t('save')}
      onClose={onClose}
      after={<VersionHistory versions={versions.map(lines)} />}
    >
      <Fields form={state.form} row={row} />
    </RecordFrame>
  );
}

/** @param row what is changed: what of it the fields cannot hold is said beside them */
function Fields({ form, row }: { form: ChartForm<ImmunizationState>; row?: ImmunizationRow | null }) {
  const t = useTranslations('immunizations.record');
  const c = useTranslations('common.record');
  const f = useFormats();
  const { given } = useFormValues(form);
  const kept = (text: string | null | undefined) => (text ? c('keptAs', { text }) : null);
  const optionsOf = <V extends string>(values: readonly V[], word: (value: V) => string) =>
    values.map((value) => ({ value, word: word(value) }));
  return (
    <>
      <FieldGroup legend={t('groupWhat')}>
        <CodedField
          form={form}
          name="coded"
          binding="Immunization.vaccineCode"
          takesText
          placeholder={t('whatExample')}
        />
        <ChoiceField
          form={form}
          name="given"
          options={optionsOf(['yes', 'no'] as const, (value) => t(`givenOf.${value}`))}
        />
        {given === 'no' ? (
          <ChoiceField
            form={form}
            name="notDone"
            hint={row && codeless(row.statusReason, notDoneReasons) ? kept(row.statusReason?.text) : null}
            options={optionsOf(notDoneReasons, (value) => t(`notDoneOf.${value}`))}
          />
        ) : (
          <ChoiceField
            form={form}
            name="source"
            options={optionsOf(sources, (value) => t(`sourceOf.${value}`))}
          />
        )}
        <DateField
          form={form}
          name="date"
          latest={today()}
          mayBePartial
          hint={row && row.date === null ? kept(row.dateText) : null}
        />
      </FieldGroup>
      {given === 'yes' && (
        <FieldGroup legend={t('groupDose')}>
          <TextField form={form} name="lot" longest={60} isWide={false} />
          <DateField form={form} name="expiry" mayBePartial />
          <TextField form={form} name="dose" longest={30} isWide={false} hint={t('doseHint')} />
          <ChoiceField
            form={form}
            name="site"
            mayBeEmpty
            hint={row?.site && codeless(row.site, sites) ? kept(f.coded(row.site)) : null}
            options={optionsOf(sites, (value) => t(`siteOf.${value}`))}
          />
        </FieldGroup>
      )}
      <FieldGroup legend={t('groupMore')}>
        <TextField form={form} name="note" longest={1000} rows={2} />
      </FieldGroup>
    </>
  );
}

/** None of its codes is one that the form knows. */
const codeless = (concept: ImmunizationRow['site'], known: readonly string[]): boolean =>
  concept !== null && !concept.codes.some(({ code }) => known.includes(code));
