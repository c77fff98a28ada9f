import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { WallEnded } from '../../features/appointments/wall-ended.tsx';
import { SessionGuard } from '../../features/session/session-guard.tsx';
import { FeatureMessages } from '../../i18n/feature-messages.tsx';
import { getSignInState } from '../../shell/me.ts';
import { Unavailable } from '../../shell/unavailable.tsx';
import { TrpcProvider } from '../../trpc/client.tsx';

/** A screen on a wall: signed in like every page, without the frame of the application around it. */
export default async function WallLayout({ children }: { children: ReactNode }) {
  const visitor = await getSignInState();
  if (visitor.kind === 'signed-out') {
    const from = (await headers()).get('x-keneya-path');
    redirect(from ? `/sign-in?${new URLSearchParams({ callbackUrl: from })}` : '/sign-in');
  }
  if (visitor.kind === 'unavailable') return <Unavailable />;
  return (
    <FeatureMessages of={['session', 'appointments']}>
      <TrpcProvider>
        <SessionGuard session={visitor.me.sessionId} ended={<WallEnded />}>
          {children}
        </SessionGuard>
      </TrpcProvider>
    </FeatureMessages>
  );
}
