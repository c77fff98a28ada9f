import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { Unavailable } from '../../shell/unavailable.tsx';
import { getVisitor } from '../../shell/me.ts';
import { Shell } from '../../shell/shell.tsx';
import { FeatureMessages } from '../../i18n/feature-messages.tsx';
import { SessionGuard } from '../../features/session/session-guard.tsx';
import { SignInAgain } from '../../features/session/sign-in-again.tsx';
import { TrpcProvider } from '../../trpc/client.tsx';

/** Everything behind sign-in. A convenience, not a boundary: each procedure of the BFF decides for itself. */
export default async function AppLayout({ children }: { children: ReactNode }) {
  const visitor = await getVisitor();
  if (visitor.kind === 'signed-out') {
    const from = (await headers()).get('x-keneya-path');
    redirect(from ? `/sign-in?callbackUrl=${encodeURIComponent(from)}` : '/sign-in');
  }
  if (visitor.kind === 'unavailable') return <Unavailable />;
  return (
    <FeatureMessages
      of={['shell', 'session', 'patients', ...(visitor.me.rights.reviews ? ['reviews' as const] : [])]}
    >
      <TrpcProvider>
        <Shell me={visitor.me}>{children}</Shell>
        <SessionGuard />
        <SignInAgain />
      </TrpcProvider>
    </FeatureMessages>
  );
}
