import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Agenda } from '../../../features/appointments/agenda.tsx';
import {
  agendaSpan,
  monthAsked,
  readParams,
  todayInHospital,
  viewOf,
} from '../../../features/appointments/agenda-search-params.ts';
import { FeatureMessages } from '../../../i18n/feature-messages.tsx';
import { getSignInState } from '../../../shell/me.ts';
import { Hydrate } from '../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('appointments'))('title') };
}

export default async function AgendaPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const place = readParams(await searchParams);
  const today = todayInHospital();
  const visitor = await getSignInState();
  if (visitor.kind !== 'signed-in') return null; // the layout says what is wrong
  const isOwn = !visitor.me.rights['appointments.list-all'];
  const isMonth = viewOf(place, isOwn) === 'month';
  await Promise.all([
    isMonth
      ? prefetch(trpc().appointments.month.queryOptions(monthAsked(place, today)))
      : prefetch(trpc().appointments.agenda.queryOptions(agendaSpan(place, { today, isOwn }))),
    // whoever may look for places sees who is open as well
    visitor.me.rights['appointments.find'] && !isMonth
      ? prefetch(trpc().appointments.kinds.queryOptions())
      : null,
  ]);
  return (
    <FeatureMessages of={['appointments', 'rules']}>
      <Hydrate>
        <Agenda place={place} today={today} />
      </Hydrate>
    </FeatureMessages>
  );
}
