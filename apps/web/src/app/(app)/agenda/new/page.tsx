import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { todayInHospital } from '../../../../features/appointments/agenda-search-params.ts';
import { BookingPage } from '../../../../features/appointments/booking/booking-page.tsx';
import { FeatureMessages } from '../../../../i18n/feature-messages.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('appointments.booking'))('title') };
}

export default function Page() {
  return (
    <NuqsAdapter>
      <FeatureMessages of={['appointments']}>
        <BookingPage today={todayInHospital()} />
      </FeatureMessages>
    </NuqsAdapter>
  );
}
