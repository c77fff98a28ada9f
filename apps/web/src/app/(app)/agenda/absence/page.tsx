import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { AbsencePage } from '../../../../features/appointments/rules/absence-page.tsx';
import { readAbsencePlace } from '../../../../features/appointments/rules/places.ts';
import { FeatureMessages } from '../../../../i18n/feature-messages.tsx';
import frame from '../../../../shell/shell.module.css';
import { Hydrate } from '../../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('rules'))('absenceTitle') };
}

export default async function AgendaAbsencePage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const place = readAbsencePlace(await searchParams);
  await prefetch(trpc().appointments.agendas.queryOptions());
  return (
    <FeatureMessages of={['rules', 'appointments']}>
      <div className={frame.page}>
        <Hydrate>
          <AbsencePage place={place} />
        </Hydrate>
      </div>
    </FeatureMessages>
  );
}
