import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { redirect } from 'next/navigation';
import { PageHeader } from '../../../../components/page-header.tsx';
import { PatientSearch } from '../../../../features/patients/patient-search.tsx';
import { getVisitor } from '../../../../shell/me.ts';
import { NoPages } from '../../../../shell/no-pages.tsx';
import frame from '../../../../shell/shell.module.css';
import { Hydrate } from '../../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('patients'))('title') };
}

/** Where everyone lands: the search, or one's own record, or what this role may do. */
export default async function PatientsPage() {
  const [t, visitor] = await Promise.all([getTranslations('patients'), getVisitor()]);
  if (visitor.kind !== 'signed-in') return null; // the layout says what is wrong
  const { me } = visitor;
  if (me.role === 'patient' && me.patientId) redirect(`/patients/${me.patientId}/summary`);
  if (!me.rights.patients) return me.rights.appointments ? redirect('/agenda') : <NoPages role={me.role} />;
  await prefetch(trpc().patients.recent.queryOptions());
  return (
    <div className={frame.page}>
      <PageHeader title={t('title')} />
      <Hydrate><PatientSearch /></Hydrate>
    </div>
  );
}
