import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { AboutPage } from '../../../features/safety/about-page.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('safety.about'))('title') };
}

export default function Page() {
  return <AboutPage />;
}
