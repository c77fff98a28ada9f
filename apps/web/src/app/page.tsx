import { redirect } from 'next/navigation';
import { homeOf } from '../features/start/home-of.ts';
import { getSignInState } from '../shell/me.ts';

export default async function Home(): Promise<never> {
  const visitor = await getSignInState();
  redirect(visitor.kind === 'signed-in' ? homeOf(visitor.me) : '/sign-in');
}
