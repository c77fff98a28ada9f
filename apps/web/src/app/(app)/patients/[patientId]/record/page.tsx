import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { createLoader } from 'nuqs/server';
import { RecordPage } from '../../../../../features/record/record-page.tsx';
import { recordParams } from '../../../../../features/record/search-params.ts';
import { FeatureMessages } from '../../../../../i18n/feature-messages.tsx';
import { Hydrate } from '../../../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('record'))('title') };
}

interface Props {
  params: Promise<{ patientId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ params, searchParams }: Props) {
  const [{ patientId }, { type }] = await Promise.all([params, createLoader(recordParams)(searchParams)]);
  await (type !== null
    ? prefetch(trpc().record.list.queryOptions({ patientId, type }))
    : prefetch(trpc().record.types.queryOptions({ patientId })));
  return (
    <FeatureMessages of={['record']}>
      <NuqsAdapter>
        <Hydrate>
          <RecordPage patientId={patientId} />
        </Hydrate>
      </NuqsAdapter>
    </FeatureMessages>
  );
}
