'use client';
import type { Me } from '@keneyapp/bff/features/session/view';
import { createContext, useContext, type ReactNode } from 'react';

const VisitorContext = createContext<Me | null>(null);

export function VisitorProvider({ me, children }: { me: Me; children: ReactNode }) {
  return <VisitorContext value={me}>{children}</VisitorContext>;
}

/** Who is signed in, anywhere below the (app) layout. Rights only hide what is closed: the BFF decides. */
export function useVisitor(): Me {
  const me = useContext(VisitorContext);
  if (!me) throw new Error('useVisitor outside of the (app) layout');
  return me;
}
