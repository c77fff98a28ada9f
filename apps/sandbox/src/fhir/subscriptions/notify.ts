import type { Subscription } from '@medplum/fhirtypes';
import type { Written } from '../store/store.ts';

/**
 * One notification as HAPI sends it: with a payload the resource is PUT to `endpoint/Type/id`, without one an empty POST
 * goes to the endpoint. Throws when the answer is not a success; redirects are not followed.
 */
export async function notify(
  { channel }: Subscription,
  written: Written,
  signal: AbortSignal,
): Promise<void> {
  const headers = new Headers();
  for (const line of channel?.header ?? []) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.append(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  const hasPayload = Boolean(channel?.payload);
  if (hasPayload) headers.set('content-type', 'application/fhir+json');
  const answer = await fetch(
    hasPayload ? `${channel?.endpoint?.replace(/\/$/, '')}/${written.ref}` : (channel?.endpoint ?? ''),
    {
      method: hasPayload ? 'PUT' : 'POST',
      headers,
      redirect: 'manual',
      signal,
      ...(hasPayload ? { body: written.content } : {}),
    },
  );
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`the endpoint answered ${answer.status}`);
}
