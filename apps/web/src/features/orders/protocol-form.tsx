'use client';
import { LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useDraft } from '../../components/use-draft.ts';
import type { FormProps } from '../../shell/manifest.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { ProtocolFields } from './protocol-fields.tsx';
import { emptyProtocol, parseProtocol } from './protocol-text.ts';

/** A written protocol that a nurse applies, in the name of the doctor who signed it. */
export function ProtocolForm({ target: _, ...rest }: FormProps) {
  const c = useTranslations('common');
  const { patientId } = rest;
  const trpc = useTRPC();
  const { data: banner } = useQuery(trpc.patients.banner.queryOptions({ patientId }));
  const protocols = useQuery(trpc.orders.protocols.queryOptions(undefined, { staleTime: 30_000 }));
  const draft = useDraft({ patientId, form: 'orders.apply-protocol', base: '' });
  if (draft.restored === undefined || !banner || protocols.isPending)
    return <LoadingRows label={c('state.loading')} rows={4} widths={[45, 45]} />;
  const kept = draft.restored && parseProtocol(draft.restored.content);
  return (
    <ProtocolFields
      key={draft.generation}
      draft={draft}
      // what was looked for before is looked for anew: the patient may have changed since
      initial={kept ? { ...kept, absent: [] } : emptyProtocol()}
      banner={banner}
      list={protocols}
      {...rest}
    />
  );
}
