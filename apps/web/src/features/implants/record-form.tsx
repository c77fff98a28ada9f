'use client';
import { implantKinds, mriStates } from '@keneyapp/bff/features/implants/schema';
import type { ImplantRow } from '@keneyapp/bff/features/implants/view';
import { parseUdi } from '@keneyapp/clinical';
import Alert from '@mui/material/Alert';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ChoiceField } from '../../components/form/choice-field.tsx';
import { DateField } from '../../components/form/date-field.tsx';
import { FieldGroup } from '../../components/form/form-frame.tsx';
import { today } from '../../components/form/paris-time.ts';
import { RecordFrame, WithDraft, WithVersions } from '../../components/form/record-frame.tsx';
import { SelectField } from '../../components/form/select-field.tsx';
import { TextField } from '../../components/form/text-field.tsx';
import { useFormValues, type ChartForm } from '../../components/form/use-chart-form.ts';
import { readDraft, useRecordForm, type ChangeOf } from '../../components/form/use-record-form.ts';
import type { Draft } from '../../components/use-draft.ts';
import { VersionHistory } from '../../components/version-history.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import type { FormProps } from '../../shell/manifest.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { hadExpired, isKeptAsTyped } from './identifier.ts';
import {
  dateOf,
  freshImplant,
  implantKit,
  toChanges,
  toInput,
  versionOf,
  type ImplantState,
} from './record-state.ts';
import { useImplantLines, useImplantWords } from './use-implant-words.ts';

type Begun = Omit<FormProps, 'target'> & { draft: Draft; initial: ImplantState };
const [newKit, changeKit] = [implantKit(true), implantKit(false)];
const read = readDraft(newKit);

/** Adds what was put into this person. */
export function RecordForm({ target: _, ...props }: FormProps) {
  return (
    <WithDraft patientId={props.patientId} form="implants.record" read={read} fresh={freshImplant}>
      {(draft, initial) => <New key={draft.generation} draft={draft} initial={initial} {...props} />}
    </WithDraft>
  );
}

function New({ patientId, draft, initial, onDone, onUnsafe, onClose }: Begun) {
  const t = useTranslations('implants.record');
  const trpc = useTRPC();
  const state = useRecordForm({
    kit: newKit,
    words: useImplantWords(),
    draft,
    initial,
    procedure: (callbacks) => trpc.implants.record.mutationOptions(callbacks),
    toInput: (typed) => {
      const input = toInput(typed);
      return input && { patientId, ...input };
    },
    onSaved: ({ isReplay }) => onDone(t(isReplay ? 'replayed' : 'saved')),
    onUnsafe,
  });
  return (
    <RecordFrame state={state} label={t('title')} save={t('save')} onClose={onClose}>
      <Fields form={state.form} />
    </RecordFrame>
  );
}

/** Puts an implant of the list otherwise; that it was removed is one of its fields. */
export function ChangeForm({ target, ...props }: FormProps) {
  const { patientId } = props;
  const id = target ?? '';
  const versions = useQuery(useTRPC().implants.versions.queryOptions({ patientId, id }));
  const query = { ...versions, data: versions.data?.versions.map(versionOf) };
  const row = versions.data?.versions[0]?.row;
  return (
    <WithVersions
      patientId={patientId}
      form="implants.change"
      reference={`Device/${id}`}
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
}: Begun & { id: string; row: ImplantRow | null; change: ChangeOf<ImplantState> }) {
  const t = useTranslations('implants.change');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const lines = useImplantLines();
  const versions = useQuery(trpc.implants.versions.queryOptions({ patientId, id })).data?.versions ?? [];
  const state = useRecordForm({
    kit: changeKit,
    words: useImplantWords(),
    draft,
    initial,
    change,
    procedure: (callbacks) => trpc.implants.change.mutationOptions(callbacks),
    toInput: (typed, over) => {
      const changes = over && toChanges(typed, over.state);
      return changes && { patientId, key: typed.key, id, version: over.version, changes };
    },
    onSaved: () => {
      onDone(t('saved'));
      void queries.invalidateQueries(trpc.implants.pathFilter());
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
function Fields({ form, row }: { form: ChartForm<ImplantState>; row?: ImplantRow | null }) {
  const t = useTranslations('implants');
  const r = useTranslations('implants.record');
  const c = useTranslations('common.record');
  const f = useFormats();
  const { kind, state, udi, implanted } = useFormValues(form);
  const implantedAt = dateOf(implanted);
  const read = parseUdi(udi);
  const readWords =
    read &&
    [
      r('read.di', { text: read.di }),
      ...(read.serial ? [t('serial', { text: read.serial })] : []),
      ...(read.lot ? [t('lot', { text: read.lot })] : []),
      ...(read.expiry ? [t('expiry', { date: f.date(read.expiry) ?? read.expiry })] : []),
    ].join(' · ');
  return (
    <>
      <FieldGroup legend={r('groupWhat')}>
        <SelectField
          form={form}
          name="kind"
          isRequired={!row}
          hint={row && row.kind === null ? c('keptAs', { text: f.coded(row.name) }) : null}
          options={[
            { value: '', word: '' },
            ...implantKinds.map((value) => ({ value, word: t(`kindOf.${value}`) })),
          ]}
        />
        <TextField form={form} name="detail" longest={200} isRequired={kind === 'other'} />
        <ChoiceField
          form={form}
          name="mri"
          options={mriStates.map((value) => ({ value, word: t(`mriOf.${value}`) }))}
        />
      </FieldGroup>
      <FieldGroup legend={r('groupWhere')}>
        <TextField form={form} name="site" longest={120} />
        <DateField form={form} name="implanted" latest={today()} mayBePartial />
        <ChoiceField
          form={form}
          name="state"
          options={(['in-place', 'removed'] as const).map((value) => ({
            value,
            word: t(`stateOf.${value}`),
          }))}
        />
        {state === 'removed' && <DateField form={form} name="removed" latest={today()} mayBePartial />}
      </FieldGroup>
      <FieldGroup legend={r('groupNumbers')}>
        <TextField
          form={form}
          name="udi"
          longest={300}
          hint={readWords ?? r(isKeptAsTyped(udi) ? 'notRead' : 'udiHint')}
          attributes={{ autoComplete: 'off', spellCheck: false }}
        />
        {read?.expiry && implantedAt && hadExpired(read.expiry, implantedAt) && (
          <Alert severity="warning" icon={false} role="status" sx={{ gridColumn: '1 / -1' }}>
            {r('hadExpired', {
              expiry: f.date(read.expiry) ?? read.expiry,
              implanted: f.date(implantedAt) ?? implantedAt,
            })}
          </Alert>
        )}
        <TextField form={form} name="maker" longest={120} />
        <TextField form={form} name="model" longest={120} />
        <TextField form={form} name="serial" longest={80} />
        <TextField form={form} name="lot" longest={80} />
        <TextField form={form} name="note" longest={1000} rows={2} />
      </FieldGroup>
    </>
  );
}
