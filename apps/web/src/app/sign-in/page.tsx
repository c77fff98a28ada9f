import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { redirect } from 'next/navigation';
import { returnTo } from '../../auth/return-to.ts';
import { SignInCard, type SignInProblem, type SignInReason } from '../../features/session/sign-in-card.tsx';
import { env } from '../../env.ts';
import { FeatureMessages } from '../../i18n/feature-messages.tsx';
import { getVisitor } from '../../shell/me.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('session'))('signIn.title') };
}

type Query = Record<string, string | string[] | undefined>;

/** What next-auth and our own steps call their failures, in words for the person. */
const problems: Record<string, SignInProblem> = {
  OAuthSignin: 'provider',
  unavailable: 'unavailable',
  refused: 'refused',
  'second-factor': 'second-factor',
  OAuthCallback: 'cancelled',
  Callback: 'unavailable',
  AccessDenied: 'refused',
};
const reasons: readonly SignInReason[] = ['expired', 'signed-out', 'ended'];

export default async function SignInPage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const to = returnTo(query['callbackUrl'], env().PUBLIC_URL);
  const problem = typeof query['error'] === 'string' ? (problems[query['error']] ?? 'cancelled') : null;
  const reason = reasons.find((known) => known === query['reason']) ?? null;
  if (!problem && !reason && (await getVisitor()).kind === 'signed-in') redirect(to);
  return (
    <FeatureMessages of={['session', 'shell']}>
      <SignInCard to={to} problem={problem} reason={reason} />
    </FeatureMessages>
  );
}
