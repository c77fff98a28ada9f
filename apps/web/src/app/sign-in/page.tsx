import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { redirect } from 'next/navigation';
import { returnTo } from '../../auth/return-to.ts';
import { outcomeOf } from '../../auth/outcome.ts';
import { SignInCard } from '../../features/session/sign-in-card.tsx';
import { env } from '../../env.ts';
import { FeatureMessages } from '../../i18n/feature-messages.tsx';
import { endings } from '../../session/session-news.ts';
import { getSignInState } from '../../shell/me.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('session'))('signIn.title') };
}

type Query = Record<string, string | string[] | undefined>;

export default async function SignInPage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const to = returnTo(query['callbackUrl'], env().PUBLIC_URL);
  const problem = outcomeOf(query['error']);
  const reason = endings.find((known) => known === query['reason']) ?? null;
  if (!problem && !reason && (await getSignInState()).kind === 'signed-in') redirect(to);
  return (
    <FeatureMessages of={['session', 'shell']}>
      <SignInCard to={to} problem={problem} reason={reason} />
    </FeatureMessages>
  );
}
