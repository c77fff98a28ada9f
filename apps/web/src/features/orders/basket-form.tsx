'use client';
import { LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useDraft } from '../../components/use-draft.ts';
import type { FormProps } from '../../shell/manifest.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { emptyBasket, parseBasket } from './basket.ts';
import { BasketFields } from './basket-fields.tsx';

/** Orders that wait to be signed: a draft of this person in this chart, and nothing of the record before it is signed. */
export function BasketForm({ target: _, ...rest }: FormProps) {
  const c = useTranslations('common');
  const { patientId } = rest;
  const { data: banner } = useQuery(useTRPC().patients.banner.queryOptions({ patientId }));
  const draft = useDraft({ patientId, form: 'orders.sign', base: '' });
  if (draft.restored === undefined || !banner)
    return <LoadingRows label={c('state.loading')} rows={4} widths={[45, 45]} />;
  const kept = draft.restored && parseBasket(draft.restored.content);
  return (
    <BasketFields
      key={draft.generation}
      draft={draft}
      initial={kept ?? emptyBasket()}
      banner={banner}
      {...rest}
    />
  );
}
