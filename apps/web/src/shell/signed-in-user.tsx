'use client';
import type { Me } from '@keneyapp/bff/features/session/view';
import { createContext, useContext, type ReactNode } from 'react';

const SignedInUserContext = createContext<Me | null>(null);

export function SignedInUserProvider({ me, children }: { me: Me; children: ReactNode }) {
  return <SignedInUserContext value={me}>{children}</SignedInUserContext>;
}

/** Who is signed in, anywhere below the (app) layout. Rights only hide what is closed: the BFF decides. */
export function useSignedInUser(): Me {
  const me = useContext(SignedInUserContext);
  if (!me) throw new Error('useSignedInUser outside of the (app) layout');
  return me;
}
