'use client';
import type { ResourceView } from '@keneyapp/bff/features/record/view';
import { SectionCard } from '@keneyapp/ui/section-card';
import { LoadingRows } from '@keneyapp/ui/states';
import type { Resource } from '@medplum/fhirtypes';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { CallFailed } from '../../components/call-failed.tsx';
import { useView } from '../../components/list-page.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { SegmentedLinks } from '../../components/segmented-links.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { JsonView } from './json-view.tsx';
import styles from './record.module.css';
import { useTypeName } from './use-type-name.ts';

function Preparing() {
  return <LoadingRows rows={8} widths={[20, 50]} label={useTranslations('record')('readable.loading')} />;
}
// @medplum/react and the comparison of versions come when they are looked at
const Readable = dynamic(() => import('./readable.tsx').then((m) => m.Readable), {
  ssr: false,
  loading: Preparing,
});
const History = dynamic(() => import('./history.tsx').then((m) => m.History), {
  ssr: false,
  loading: Preparing,
});
const views = ['readable', 'json', 'history'] as const;

/** One resource of the record: to read, as JSON, with its versions and what changed between them. */
export function ResourcePage({ patientId, type, id }: { patientId: string; type: string; id: string }) {
  const t = useTranslations('record');
  const c = useTranslations('common');
  const f = useFormats();
  const pathname = usePathname();
  const typeName = useTypeName();
  const view = useView(views);
  const query = useQuery(useTRPC().record.read.queryOptions({ patientId, type, id }));
  const back = (
    <Link
      href={`/patients/${patientId}/record?type=${encodeURIComponent(type)}`}
      prefetch={false}
      className={`${styles.back} no-print`}
    >
      {typeName(type)}
    </Link>
  );
  if (!query.data)
    return (
      <>
        {back}
        {query.error ? (
          <CallFailed isPage error={query.error} retry={() => void query.refetch()} />
        ) : (
          <LoadingRows label={c('state.loading')} />
        )}
      </>
    );
  // what came as JSON is FHIR's JSON: the two ways to say so are too deep for the compiler to compare
  const { resource, json, label } = query.data as unknown as ResourceView,
    version = resource.meta?.versionId;
  return (
    <>
      {back}
      <PageHeader
        title={label ?? typeName(type)}
        note={[
          `${type}/${id}`,
          version && t('history.version', { n: version }),
          f.dateTime(resource.meta?.lastUpdated),
        ]
          .filter(Boolean)
          .join(' · ')}
      >
        <SegmentedLinks
          label={t('views')}
          items={views.map((v, i) => ({
            href: i === 0 ? pathname : `${pathname}?view=${v}`,
            word: t(`view.${v}`),
            isHere: v === view,
          }))}
        />
      </PageHeader>
      <SectionCard title={t(`view.${view}`)} isHeadingHidden>
        {view === 'json' ? (
          <JsonView text={json} />
        ) : view === 'history' ? (
          <History patientId={patientId} type={type} id={id} />
        ) : (
          <Readable resource={resource as Resource} />
        )}
      </SectionCard>
    </>
  );
}
