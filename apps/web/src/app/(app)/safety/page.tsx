import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { SafetyPage } from '../../../features/safety/safety-page.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('safety'))('title') };
}

export default function Page() {
  return <SafetyPage />;
}
