import type { Bundle, BundleEntry } from '@medplum/fhirtypes';
import { json, splitUrl, type FhirAnswer, type FhirCall } from '../http/call.ts';
import { asFailure, badRequest } from '../outcome.ts';
import { entryText } from './transaction.ts';

/** A batch Bundle: each entry for itself. Neighbouring reads run together; writes wait their turn. Answers keep the order. */
export async function batch(
  bundle: Bundle,
  call: FhirCall,
  handle: (call: FhirCall) => Promise<FhirAnswer>,
): Promise<string> {
  const entries = bundle.entry ?? [];
  const answers: string[] = new Array<string>(entries.length);
  let reads: Promise<void>[] = [];
  for (const [index, entry] of entries.entries()) {
    const run = async () => {
      answers[index] = entryText(await handleEntry(entry, call, handle));
    };
    if (entry.request?.method === 'GET') {
      reads.push(run());
      continue;
    }
    await Promise.all(reads);
    reads = [];
    await run();
  }
  await Promise.all(reads);
  return `{"resourceType":"Bundle","type":"batch-response","entry":[${answers.join(',')}]}`;
}

async function handleEntry(
  { request, resource }: BundleEntry,
  call: FhirCall,
  handle: (call: FhirCall) => Promise<FhirAnswer>,
): Promise<FhirAnswer> {
  try {
    if (!request?.method || request.url === undefined)
      throw badRequest('request.method and request.url are needed');
    if (resource?.resourceType === 'Bundle' && splitUrl(request.url, call.base).path.length === 0)
      throw badRequest('A batch must not hold another');
    const { path, query } = splitUrl(request.url, call.base);
    const body: unknown =
      request.method === 'PATCH' && resource?.resourceType === 'Binary' && resource.data
        ? JSON.parse(Buffer.from(resource.data, 'base64').toString('utf8'))
        : resource;
    return await handle({
      ...call,
      method: request.method,
      path,
      query,
      body,
      headers: {
        ...(call.headers['prefer'] ? { prefer: call.headers['prefer'] } : {}),
        ...(request.ifMatch ? { 'if-match': request.ifMatch } : {}),
        ...(request.ifNoneMatch ? { 'if-none-match': request.ifNoneMatch } : {}),
        ...(request.ifNoneExist ? { 'if-none-exist': request.ifNoneExist.replace(/^.*\?/, '') } : {}),
      },
    });
  } catch (error) {
    const { status, outcome } = asFailure(error);
    return json(status, outcome);
  }
}
