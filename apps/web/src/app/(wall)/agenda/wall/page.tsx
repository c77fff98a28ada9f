import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { Wall } from '../../../../features/appointments/wall.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('appointments.wall'))('title') };
}

/** `/agenda/wall?unit=org-cardiologie`: the waiting room of a unit; without it, of those in which the person works. */
export default async function WallPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { unit } = await searchParams;
  return <Wall unit={typeof unit === 'string' && /^[A-Za-z0-9.-]{1,64}$/.test(unit) ? unit : null} />;
}
