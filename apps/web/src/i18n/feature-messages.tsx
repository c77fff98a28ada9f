import { getMessages } from 'next-intl/server';
import type { ReactNode } from 'react';
import { MergedMessages } from './merged-messages.tsx';
import type { Messages, Namespace } from './messages.ts';

/** Hands the browser the texts of these namespaces, on top of those the layouts above gave (`common`, `shell`). */
export async function FeatureMessages({ of, children }: { of: readonly Namespace[]; children: ReactNode }) {
  const all = (await getMessages()) as unknown as Messages;
  return (
    <MergedMessages messages={Object.fromEntries(of.map((name) => [name, all[name]]))}>
      {children}
    </MergedMessages>
  );
}
