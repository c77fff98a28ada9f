import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { todayInHospital } from '../../../../features/appointments/agenda-search-params.ts';
import { holidaySpan } from '../../../../features/appointments/rules/holiday-span.ts';
import { readRulesPlace } from '../../../../features/appointments/rules/places.ts';
import { RulesPage } from '../../../../features/appointments/rules/rules-page.tsx';
import { FeatureMessages } from '../../../../i18n/feature-messages.tsx';
import frame from '../../../../shell/shell.module.css';
import { Hydrate } from '../../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('rules'))('title') };
}

export default async function AgendaRulesPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const place = readRulesPlace(await searchParams);
  const today = todayInHospital();
  const { agendas, rulesOf, holidays } = trpc().appointments;
  await prefetch(
    agendas.queryOptions(),
    holidays.queryOptions(holidaySpan(today)),
    ...(place.agenda === null ? [] : [rulesOf.queryOptions({ resource: place.agenda })]),
  );
  return (
    <FeatureMessages of={['rules', 'appointments']}>
      <div className={frame.page}>
        <Hydrate>
          <RulesPage place={place} today={today} />
        </Hydrate>
      </div>
    </FeatureMessages>
  );
}
