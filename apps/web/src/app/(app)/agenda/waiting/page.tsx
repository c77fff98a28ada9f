import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { readWaitingPlace } from '../../../../features/appointments/rules/places.ts';
import { WaitingPage } from '../../../../features/appointments/rules/waiting-page.tsx';
import { FeatureMessages } from '../../../../i18n/feature-messages.tsx';
import frame from '../../../../shell/shell.module.css';
import { Hydrate } from '../../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('rules'))('waitingTitle') };
}

export default async function AgendaWaitingPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const place = readWaitingPlace(await searchParams);
  const { waiting, clashes } = trpc().appointments;
  const { ofOwnUnits } = place;
  await prefetch(waiting.queryOptions({ ofOwnUnits }), clashes.queryOptions({ ofOwnUnits }));
  return (
    <FeatureMessages of={['rules', 'appointments']}>
      <div className={frame.page}>
        <Hydrate>
          <WaitingPage place={place} />
        </Hydrate>
      </div>
    </FeatureMessages>
  );
}
