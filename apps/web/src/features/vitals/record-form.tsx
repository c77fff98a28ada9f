'use client';
import type { VitalsFormView } from '@keneyapp/bff/features/vitals/view';
import { LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { CallFailed } from '../../components/call-failed.tsx';
import { toParis, typedMoment } from '../../components/form/paris-time.ts';
import { useDraft } from '../../components/use-draft.ts';
import { useHeld } from '../../components/use-held.ts';
import type { FormProps } from '../../shell/manifest.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { parseState, type FormState } from './form-state.ts';
import { RecordFields } from './record-fields.tsx';

/** Recording a set: the person and the values of before, then the draft that waits, then the fields. */
export function RecordForm({ patientId, target: _, ...rest }: FormProps) {
  const c = useTranslations('common');
  const trpc = useTRPC();
  const { data: read, error, refetch } = useQuery(trpc.vitals.form.queryOptions({ patientId }));
  const data = useHeld(read);
  const draft = useDraft({ patientId, form: 'vitals.record', base: '' });
  if (error && !data) return <CallFailed error={error} retry={() => void refetch()} />;
  if (!data || draft.restored === undefined)
    return <LoadingRows label={c('state.loading')} rows={8} widths={[45, 45]} />;
  // a draft that kept no time was typed when it was saved, not now
  const fresh = freshState(data, draft.restored ? new Date(draft.restored.updatedAt) : new Date());
  const initial = draft.restored ? (parseState(draft.restored.content, fresh) ?? fresh) : fresh;
  return <RecordFields key={draft.generation} view={data} draft={draft} initial={initial} {...rest} />;
}

function freshState({ subject }: VitalsFormView, now: Date): FormState {
  return {
    key: crypto.randomUUID(),
    takenAt: typedMoment(toParis(now)),
    values: {},
    consciousness: '',
    oxygenSource: '',
    oxygenFlow: '',
    spo2Scale: subject.spo2Scale,
    note: '',
  };
}
