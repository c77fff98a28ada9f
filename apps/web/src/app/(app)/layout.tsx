import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { Unavailable } from '../../shell/unavailable.tsx';
import { getSignInState } from '../../shell/me.ts';
import { Shell } from '../../shell/shell.tsx';
import { FeatureMessages } from '../../i18n/feature-messages.tsx';
import { Manifests } from '../manifests.tsx';
import { AwaitedReasons } from '../../features/emergency/awaited-reasons.tsx';
import { SessionGuard } from '../../features/session/session-guard.tsx';
import { SignInAgain } from '../../features/session/sign-in-again.tsx';
import { TrpcProvider } from '../../trpc/client.tsx';

/** Everything behind sign-in. A convenience, not a boundary: each procedure of the BFF decides for itself. */
export default async function AppLayout({ children }: { children: ReactNode }) {
  const visitor = await getSignInState();
  if (visitor.kind === 'signed-out') {
    const from = (await headers()).get('x-keneya-path');
    const asked = new URLSearchParams({
      ...(visitor.reason ? { reason: visitor.reason === 'signed-out' ? 'elsewhere' : visitor.reason } : {}),
      ...(from ? { callbackUrl: from } : {}),
    });
    redirect(asked.size ? `/sign-in?${asked}` : '/sign-in');
  }
  if (visitor.kind === 'unavailable') return <Unavailable />;
  const { rights } = visitor.me;
  return (
    <FeatureMessages
      of={[
        'shell',
        'session',
        'patients',
        ...(rights['drafts.list'] ? ['drafts' as const] : []),
        ...(rights['reviews.read'] ? ['reviews' as const] : []),
        ...(rights['emergency.read'] ? ['emergency' as const] : []),
      ]}
    >
      <TrpcProvider>
        <SessionGuard session={visitor.me.sessionId}>
          <Manifests>
            <Shell me={visitor.me} notice={rights['emergency.request'] && <AwaitedReasons />}>
              {children}
            </Shell>
          </Manifests>
        </SessionGuard>
        <SignInAgain />
      </TrpcProvider>
    </FeatureMessages>
  );
}
