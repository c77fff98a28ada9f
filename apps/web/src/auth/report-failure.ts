import 'server-only';
import { env } from '../env.ts';
import { reasonOf } from './failure-reason.ts';

/**
 * Tells the BFF of a sign-in that came back without tokens, for the trail. What the BFF itself refused it has recorded
 * already, and of a sign-in that the person gave up at the provider nobody tells us.
 */
export async function reportFailure(
  request: Request,
  response: Response,
  remoteAddress: string,
): Promise<void> {
  const reason = reasonOf(new URL(request.url), response.headers.get('location'));
  if (reason === null) return;
  await fetch(`${env().BFF_INTERNAL_URL}/session/failed`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-keneya-internal': env().INTERNAL_SECRET },
    cache: 'no-store',
    redirect: 'error',
    signal: AbortSignal.timeout(3_000),
    body: JSON.stringify({ reason, remoteAddress }),
  }).catch(() => undefined); // the person is on their way to the sign-in page, which says what failed
}
