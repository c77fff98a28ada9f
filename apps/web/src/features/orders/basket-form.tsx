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
export const BasketForm = (props: FormProps) => <Basket {...props} form="orders.sign" />;

/** What a doctor ordered by word in an emergency: the same basket, signed by that doctor afterwards. */
export const VerbalForm = (props: FormProps) => <Basket {...props} form="orders.record-verbal" />;

function Basket({ target: _, form, ...rest }: FormProps & { form: 'orders.sign' | 'orders.record-verbal' }) {
  const c = useTranslations('common');
  const { patientId } = rest;
  const { data: banner } = useQuery(useTRPC().patients.banner.queryOptions({ patientId }));
  const draft = useDraft({ patientId, form, base: '' });
  if (draft.restored === undefined || !banner)
    return <LoadingRows label={c('state.loading')} rows={4} widths={[45, 45]} />;
  const kept = draft.restored && parseBasket(draft.restored.content);
  return (
    <BasketFields
      key={draft.generation}
      draft={draft}
      initial={kept ?? emptyBasket({ isVerbal: form === 'orders.record-verbal' })}
      banner={banner}
      {...rest}
    />
  );
}
