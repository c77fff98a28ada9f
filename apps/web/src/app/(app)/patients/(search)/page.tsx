import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { redirect } from 'next/navigation';
import { PageHeader } from '../../../../components/page-header.tsx';
import { RegisterLink, RegisterLinks } from '../../../../features/identities/register-links.tsx';
import { PatientSearch } from '../../../../features/patients/patient-search.tsx';
import { homeOf } from '../../../../features/start/home-of.ts';
import { getSignInState } from '../../../../shell/me.ts';
import frame from '../../../../shell/shell.module.css';
import { Hydrate } from '../../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('patients'))('title') };
}

/** The search of patients; a profile that cannot search is led to its own place. */
export default async function PatientsPage() {
  const [t, visitor] = await Promise.all([getTranslations('patients'), getSignInState()]);
  if (visitor.kind !== 'signed-in') return null; // the layout says what is wrong
  const { me } = visitor;
  if (!me.rights['patients.search']) redirect(homeOf(me));
  await prefetch(trpc().patients.recent.queryOptions());
  return (
    <div className={frame.page}>
      <PageHeader title={t('title')}>
        <RegisterLinks rights={me.rights} />
      </PageHeader>
      <Hydrate>
        <PatientSearch nothingHere={<RegisterLink rights={me.rights} />} />
      </Hydrate>
    </div>
  );
}
